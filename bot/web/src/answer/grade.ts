import { css, html, nothing, type TemplateResult } from "lit";
import { icons } from "../style/icons.js";
import type { Statement } from "./model.js";
import { fill, words } from "./words.js";

const CERTAINTY_ICON = {
  "verified-primary": icons.checked,
  "verified-abstract": icons.half,
  "verified-secondary": icons.half,
  "seed-only": icons.open,
  conflict: icons.disagree,
};
const REVIEW_ICON = {
  submitted: icons.clock,
  under_review: icons.clock,
  approved: icons.checked,
  returned: icons.crossed,
};

/** Level and grade as their own system gives them, or "" where the source gives none. */
export function gradeOf(statement: Statement): string {
  const { level, grade } = statement.evidence;
  const parts = [
    level ? fill(words.evidence.level, { level }) : "",
    grade ? fill(words.evidence.grade, { grade }) : "",
  ];
  return parts.filter(Boolean).join(", ");
}

/** How strong a statement's evidence is, how far it was checked, and whether it was reviewed. */
export function badges(statement: Statement): TemplateResult {
  const { certainty, review } = statement;
  return html`${gradeChip(statement)}
    <span class="badge ${certainty}">${CERTAINTY_ICON[certainty]}${words.evidence.certainty[certainty]}</span>
    <span class="badge ${review}">${REVIEW_ICON[review]}${words.evidence.review[review]}</span>`;
}

function gradeChip(statement: Statement): TemplateResult | typeof nothing {
  const grade = gradeOf(statement);
  if (!grade) return nothing;
  const system = statement.evidence.system_name ?? statement.evidence.system;
  return html`<span class="grade"
    ><b>${grade}</b>${system ? html` <span>${fill(words.evidence.in, { system })}</span>` : nothing}</span
  >`;
}

export const gradeStyle = css`
  .grade {
    flex: 0 1 auto;
    min-inline-size: 0;
    overflow-wrap: anywhere;
    padding: 0.0625rem 0.5rem;
    border: 1px solid var(--fn-accent);
    border-radius: var(--fn-radius-small);
    background: var(--fn-accent-soft);
    color: var(--fn-accent-strong);
  }

  .grade b {
    font-weight: 650;
  }

  .badge {
    display: inline-flex;
    align-items: center;
    gap: 0.3125rem;
    color: var(--fn-neutral);
  }

  .badge.verified-primary,
  .badge.approved {
    color: var(--fn-good);
  }

  .badge.seed-only,
  .badge.returned,
  .badge.conflict {
    color: var(--fn-caution);
  }
`;
