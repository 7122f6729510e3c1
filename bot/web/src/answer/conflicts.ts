import { css, html, nothing, type TemplateResult } from "lit";
import { icons } from "../style/icons.js";
import type { Arranged, Side } from "./arrange.js";
import type { Answer, Conflict } from "./model.js";
import "./statement.js";
import { fill, words } from "./words.js";

/** More statements than this on one side stand below the other side, not beside it. */
const BESIDE = 3;

/** What disagrees, side by side: what differs, in what, and which binds. */
export function conflictList(answer: Answer, arranged: Arranged): TemplateResult | typeof nothing {
  if (arranged.conflicts.length === 0) return nothing;
  return html`<section class="conflicts">
    <h4 class="section-title">${words.answer.conflicts.title}</h4>
    ${arranged.conflicts.map(({ conflict, sides }) => {
      const below = sides.some((side) => side.partners.length > BESIDE);
      return html`<div class="conflict">
        <p class="differs">${icons.disagree}${differs(conflict)}</p>
        <p class="conflict-text">${conflict.text}</p>
        <ul class="sides ${below ? "below" : ""}">
          ${sides.map((side) => sideItem(side, answer))}
        </ul>
      </div>`;
    })}
  </section>`;
}

/** In what the two differ, in words. */
export function differs(conflict: Conflict): string {
  const table: Record<string, string> = words.answer.conflicts.differs;
  return table[conflict.differs] ?? fill(words.answer.conflicts.differs.other, { what: conflict.differs });
}

function sideItem(side: Side, answer: Answer): TemplateResult {
  return html`<li class="side ${side.binds ? "binds" : ""}">
    <p class="side-title">
      <b>${side.label}</b>${side.binds ? html`<span class="chip">${icons.check}${words.answer.conflicts.binds}</span>` : nothing}
    </p>
    ${side.partners.map(
      ({ statement, full }) => html`<fn-statement
        .statement=${statement}
        .citations=${answer.citations}
        ?brief=${!full}
        ?plain=${answer.audience === "patient"}
      ></fn-statement>`,
    )}
  </li>`;
}

export const conflictStyle = css`
  .conflicts,
  .sides,
  .side {
    grid-template-columns: minmax(0, 1fr);
  }

  .conflicts {
    display: grid;
    gap: 0.75rem;
  }

  .conflict {
    padding: 0.875rem 1rem 1rem;
    border: 1px solid var(--fn-line);
    border-radius: var(--fn-radius);
    background: var(--fn-surface-sunk);
  }

  .differs {
    display: flex;
    align-items: center;
    gap: 0.5rem;
    color: var(--fn-caution);
    font-weight: 650;
  }

  .conflict-text {
    margin-block: 0.25rem 0.75rem;
    line-height: 1.6;
    text-wrap: pretty;
  }

  .sides {
    display: grid;
    gap: 0.75rem;
  }

  .side {
    display: grid;
    align-content: start;
    gap: 0.75rem;
    padding: 0.75rem 0.875rem;
    border: 1px solid var(--fn-line);
    border-radius: var(--fn-radius-small);
    background: var(--fn-surface);
  }

  .side.binds {
    border-color: var(--fn-accent);
  }

  .side-title {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.25rem 0.625rem;
    color: var(--fn-text-quiet);
    font-size: 0.875rem;
  }

  .side-title b {
    font-weight: 650;
  }

  .side-title .chip {
    border-color: var(--fn-accent);
    background: var(--fn-accent-soft);
    color: var(--fn-accent-strong);
    font-weight: 600;
    align-items: center;
  }

  .side fn-statement + fn-statement {
    padding-block-start: 0.75rem;
    border-block-start: 1px solid var(--fn-line);
  }

  @container (max-width: 18rem) {
    .conflict,
    .side {
      padding: 0.5rem;
    }
  }

  @container (min-width: 35rem) {
    .sides:not(.below) {
      grid-template-columns: repeat(2, minmax(0, 1fr));
    }
  }
`;
