import { css, html, nothing, type TemplateResult } from "lit";
import { icons } from "../style/icons.js";
import { becauseText } from "./because.js";
import type { Answer, Criterion } from "./model.js";
import { fill, words } from "./words.js";

const VERDICT_ICON = {
  "not-recommended": icons.crossed,
  "more-needed": icons.ask,
  "may-be-considered": icons.half,
};
const ICON = { met: icons.checked, not_met: icons.crossed, unknown: icons.ask };

/** The verdict on the patient at hand, in words. */
export function verdictBadge(answer: Answer): TemplateResult | typeof nothing {
  if (answer.verdict === null) return nothing;
  const { value } = answer.verdict;
  return html`<p class="verdict ${value}">
    ${VERDICT_ICON[value]}<span class="visually-hidden">${words.answer.verdict.label}: </span
    >${words.answer.verdict[value]}
  </p>`;
}

/**
 * How each criterion stands, with the words that this was concluded from, and what would change the verdict; folded
 * away where there is no verdict.
 */
export function criteriaList(answer: Answer): TemplateResult | typeof nothing {
  const { criteria, verdict } = answer;
  if (criteria.length === 0) return nothing;
  const list = html`<ul class="criteria">
    ${criteria.map(criterion)}
  </ul>`;
  if (verdict === null)
    return html`<details class="fold">
      <summary>${icons.chevron}${words.criteria.title}: ${count(criteria)}</summary>
      ${list}
    </details>`;
  return html`<section>
    <h4 class="section-title">${words.criteria.title}</h4>
    <p class="quiet-text">${count(criteria)}</p>
    ${list} ${wouldChange(answer.would_change)}
  </section>`;
}

function criterion(one: Criterion): TemplateResult {
  return html`<li class="criterion ${one.status}">
    ${ICON[one.status]}
    <p>
      <b>${words.criteria.status[one.status]}:</b> ${one.label}
      ${one.because === null ? nothing : html`<span class="because">${becauseText(one.because)}</span>`}
    </p>
  </li>`;
}

function count(criteria: Criterion[]): string {
  const of = (status: Criterion["status"]) => criteria.filter((one) => one.status === status).length;
  return fill(words.criteria.count, { met: of("met"), not_met: of("not_met"), unknown: of("unknown") });
}

function wouldChange(conditions: string[]): TemplateResult | typeof nothing {
  if (conditions.length === 0) return nothing;
  return html`<details class="fold">
    <summary>${icons.chevron}${fill(words.criteria.would_change, { count: conditions.length })}</summary>
    <ul class="conditions">
      ${conditions.map((one) => html`<li>${one}</li>`)}
    </ul>
  </details>`;
}

export const criteriaStyle = css`
  .verdict {
    display: inline-flex;
    align-items: center;
    justify-self: start;
    gap: 0.5rem;
    padding: 0.375rem 0.875rem;
    border: 1px solid currentColor;
    border-radius: 1.25rem;
    font-weight: 650;
    line-height: 1.4;
  }

  .verdict.not-recommended {
    background: var(--fn-danger-soft);
    color: var(--fn-danger);
  }

  .verdict.more-needed {
    background: var(--fn-caution-soft);
    color: var(--fn-caution);
  }

  .verdict.may-be-considered {
    background: var(--fn-accent-soft);
    color: var(--fn-accent-strong);
  }

  .criteria {
    display: grid;
    gap: 0.5rem 1.5rem;
    margin-block: 0.75rem 0.5rem;
  }

  .criterion {
    display: flex;
    gap: 0.625rem;
    line-height: 1.5;
  }

  .criterion .icon {
    inline-size: 1.25rem;
    block-size: 1.25rem;
    margin-block-start: 0.125rem;
    color: var(--fn-neutral);
  }

  .criterion b {
    color: var(--fn-neutral);
    font-weight: 650;
  }

  .criterion.met :is(.icon, b) {
    color: var(--fn-good);
  }

  .criterion.not_met :is(.icon, b) {
    color: var(--fn-danger);
  }

  .because {
    display: block;
    color: var(--fn-text-quiet);
    font-size: 0.875rem;
  }

  .conditions {
    padding-block: 0.25rem 0.5rem;
    padding-inline-start: 1.625rem;
    list-style: disc;
    line-height: 1.6;
  }

  @container (min-width: 44rem) {
    .criteria {
      grid-template-columns: repeat(2, minmax(0, 1fr));
    }
  }
`;
