import { css, html, nothing, type TemplateResult } from "lit";
import { icons } from "../style/icons.js";
import type { Arranged } from "./arrange.js";
import type { Answer } from "./model.js";
import "./statement.js";
import { words } from "./words.js";

const ICON = { contraindication: icons.stop, limit: icons.limit, caution: icons.warning, context: icons.info };

/** What has to be read before the answer, the weightiest first, each with the statement behind it. */
export function warningList(answer: Answer, arranged: Arranged): TemplateResult | typeof nothing {
  if (arranged.warnings.length === 0) return nothing;
  return html`<ul class="warnings" aria-label=${words.answer.warnings}>
    ${arranged.warnings.map(({ warning, statement }) => {
      const { severity, text } = warning;
      const repeats = statement?.text === text;
      return html`<li class="warning ${severity}">
        <div class="warning-bar">
          ${ICON[severity]}
          <p><strong>${words.answer.severity[severity]}</strong>${repeats ? nothing : html`<span>${text}</span>`}</p>
        </div>
        ${
          statement
            ? html`<fn-statement
                .statement=${statement}
                .citations=${answer.citations}
                ?plain=${answer.audience === "patient"}
              ></fn-statement>`
            : nothing
        }
      </li>`;
    })}
  </ul>`;
}

export const warningStyle = css`
  .warnings {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.75rem;
  }

  .warning {
    overflow: clip;
    border: 1px solid var(--fn-edge);
    border-inline-start-width: 0.375rem;
    border-radius: var(--fn-radius-small);
    background: var(--fn-tint);
  }

  .warning-bar {
    display: flex;
    gap: 0.625rem;
    padding: 0.625rem 0.875rem;
    color: var(--fn-edge);
    line-height: 1.5;
  }

  .warning-bar .icon {
    inline-size: 1.375rem;
    block-size: 1.375rem;
    margin-block-start: 0.0625rem;
  }

  .warning-bar strong {
    display: block;
    font-weight: 700;
  }

  .warning-bar span {
    color: var(--fn-text);
  }

  .warning fn-statement {
    padding: 0 0.875rem 0.75rem 2.875rem;
  }

  .warning.contraindication {
    --fn-edge: var(--fn-danger-solid);
    --fn-tint: var(--fn-danger-soft);
  }

  .warning.contraindication .warning-bar {
    background: var(--fn-danger-solid);
    color: var(--fn-on-danger);
    font-weight: 500;
  }

  .warning.contraindication .warning-bar span {
    color: inherit;
  }

  .warning.contraindication fn-statement {
    padding-block-start: 0.625rem;
  }

  .warning.limit {
    --fn-edge: var(--fn-danger);
    --fn-tint: var(--fn-danger-soft);
  }

  .warning.caution {
    --fn-edge: var(--fn-caution);
    --fn-tint: var(--fn-caution-soft);
  }

  .warning.context {
    --fn-edge: var(--fn-neutral);
    --fn-tint: var(--fn-neutral-soft);
  }

  @container (max-width: 30rem) {
    .warning fn-statement {
      padding-inline-start: 0.875rem;
    }
  }

  @container (max-width: 18rem) {
    .warning {
      border-inline-start-width: 0.25rem;
    }

    .warning-bar {
      flex-wrap: wrap;
      gap: 0 0.5rem;
    }

    .warning-bar,
    .warning fn-statement {
      padding-inline: min(0.5rem, 2cqi);
    }

    .warning-bar p {
      min-inline-size: 100%;
    }

    /* The longest of these words stays whole. */
    .warning-bar strong {
      font-size: min(1rem, 9.5cqi);
    }
  }

  @media (forced-colors: active) {
    .warning {
      border-color: CanvasText;
    }

    .warning.contraindication .warning-bar {
      border-block-end: 1px solid CanvasText;
    }
  }
`;
