import { css } from "lit";
import { shared } from "../style/shared.js";
import { conflictStyle } from "./conflicts.js";
import { contextStyle } from "./context.js";
import { criteriaStyle } from "./criteria.js";
import { offerStyle } from "./offers.js";
import { pathwayStyle } from "./pathway.js";
import { sourceStyle } from "./source.js";
import { sourceListStyle } from "./sources.js";
import { statusStyle } from "./status.js";
import { warningStyle } from "./warnings.js";

const article = css`
  :host {
    display: block;
    container-type: inline-size;
    color: var(--fn-text);
    font-family: var(--fn-font);
    font-size: 1rem;
    line-height: 1.5;
    overflow-wrap: break-word;
  }

  article {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 1.5rem;
    padding: 1.25rem 1.5rem;
    border: 1px solid var(--fn-line);
    border-radius: var(--fn-radius);
    background: var(--fn-surface);
    box-shadow: var(--fn-shadow);
  }

  article.lay {
    --fn-lead-size: 1.375rem;
    font-size: 1.125rem;
    line-height: 1.65;
  }

  .headline {
    font-size: var(--fn-lead-size, 1.25rem);
    font-weight: 650;
    line-height: 1.4;
    text-wrap: pretty;
  }

  .verdict {
    margin-block-start: -0.75rem;
  }

  .plain-text {
    white-space: pre-line;
    line-height: 1.6;
  }

  .question-back {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.375rem;
    padding: 1rem;
    border-radius: var(--fn-radius);
    background: var(--fn-accent-soft);
  }

  .question {
    margin-block-end: 0.375rem;
    font-size: 1.0625rem;
    font-weight: 650;
  }

  footer,
  footer section {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.75rem;
  }

  footer section {
    gap: 0.5rem;
  }

  fn-tools {
    padding-block-start: 0.5rem;
    border-block-start: 1px solid var(--fn-line);
  }

  .small-print {
    color: var(--fn-text-quiet);
    font-size: 0.8125rem;
    line-height: 1.5;
  }

  .small-print span {
    display: block;
  }

  @container (max-width: 30rem) {
    article:not(.lay) {
      --fn-lead-size: 1.125rem;
    }

    article {
      gap: 1.25rem;
      padding: 1rem;
    }
  }

  @container (max-width: 18rem) {
    article:not(.lay),
    article.lay {
      /* Long words stay whole. */
      --fn-lead-size: min(1.125rem, 9.5cqi);
      padding: 0.75rem;
      overflow-wrap: anywhere;
      hyphens: auto;
    }
  }

  @container (max-width: 12rem) {
    article {
      padding: 0.25rem;
    }
  }

  @media (forced-colors: active) {
    .question-back {
      border: 1px solid CanvasText;
    }
  }
`;

export const answerStyles = [
  shared,
  statusStyle,
  contextStyle,
  warningStyle,
  criteriaStyle,
  pathwayStyle,
  conflictStyle,
  sourceStyle,
  sourceListStyle,
  offerStyle,
  article,
];
