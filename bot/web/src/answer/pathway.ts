import { css, html, nothing, type TemplateResult } from "lit";
import { icons } from "../style/icons.js";
import type { Answer, Step } from "./model.js";
import { words } from "./words.js";

const ICON = { done: icons.check, current: icons.here, next: icons.arrowDown, skipped: icons.skip, open: icons.open };

/** The steps of the pathway in their order, with the patient's place. */
export function pathwayStrip(answer: Answer): TemplateResult | typeof nothing {
  if (answer.pathway.length === 0) return nothing;
  return html`<section class="pathway">
    <h4 class="section-title">${words.pathway.title}</h4>
    <ol>
      ${answer.pathway.map(stepItem)}
    </ol>
  </section>`;
}

function stepItem(step: Step): TemplateResult {
  return html`<li class="step ${step.status}" aria-current=${step.status === "current" ? "step" : nothing}>
    <span class="step-mark">${ICON[step.status]}</span>
    <p><b>${step.label}</b><span>${words.pathway.status[step.status]}</span></p>
  </li>`;
}

export const pathwayStyle = css`
  .pathway ol {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    margin-block-start: 0.75rem;
  }

  .step {
    position: relative;
    display: flex;
    gap: 0.75rem;
    padding-block-end: 0.875rem;
    line-height: 1.4;
  }

  .step:last-child {
    padding-block-end: 0;
  }

  .step:not(:last-child)::before {
    content: "";
    position: absolute;
    inset-block: 2rem 0;
    inset-inline-start: 0.9375rem;
    inline-size: 0.125rem;
    background: var(--fn-line);
  }

  .step-mark {
    flex: none;
    display: inline-flex;
    align-items: center;
    justify-content: center;
    inline-size: 2rem;
    block-size: 2rem;
    border: 0.125rem solid var(--fn-line-strong);
    border-radius: 50%;
    background: var(--fn-surface);
    color: var(--fn-text-quiet);
  }

  .step p {
    min-inline-size: 0;
    overflow-wrap: anywhere;
    padding-block-start: 0.1875rem;
  }

  .step b {
    display: block;
    font-weight: 600;
  }

  .step span {
    color: var(--fn-text-quiet);
    font-size: 0.875rem;
  }

  .step.done .step-mark {
    border-color: var(--fn-good);
    color: var(--fn-good);
  }

  .step.current .step-mark {
    border-color: var(--fn-accent);
    background: var(--fn-accent);
    color: var(--fn-on-accent);
  }

  .step.current p span {
    color: var(--fn-accent);
    font-weight: 650;
  }

  .step.skipped .step-mark {
    border-style: dashed;
    border-color: var(--fn-caution);
    color: var(--fn-caution);
  }

  @container (min-width: 35rem) {
    .pathway ol {
      grid-template-columns: none;
      grid-auto-columns: 1fr;
      grid-auto-flow: column;
    }

    .step {
      flex-direction: column;
      gap: 0.375rem;
      padding-block-end: 0;
      padding-inline-end: 1rem;
    }

    .step:not(:last-child)::before {
      inset-block: 0.9375rem auto;
      inset-inline: 2.25rem 0.25rem;
      inline-size: auto;
      block-size: 0.125rem;
    }
  }
`;
