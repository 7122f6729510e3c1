import { css, html, nothing, type TemplateResult } from "lit";
import { icons } from "../style/icons.js";
import type { Answer } from "./model.js";
import { words } from "./words.js";

/** Whom the answer is for, and what the message has changed of what is known. */
export function patientNotes(answer: Answer): TemplateResult | typeof nothing {
  const { for_patient: patient, acknowledged } = answer;
  if (!patient && acknowledged.length === 0) return nothing;
  return html`<div class="notes">
    ${
      patient
        ? html`<p class="note">${icons.person}<span><b>${words.answer.for_patient}:</b> ${patient}</span></p>`
        : nothing
    }
    ${
      acknowledged.length === 0
        ? nothing
        : html`<ul>
            ${acknowledged.map((one) => html`<li class="note">${icons.check}<span>${one}</span></li>`)}
          </ul>`
    }
  </div>`;
}

export const contextStyle = css`
  .notes {
    display: grid;
    gap: 0.25rem;
  }

  .note {
    display: flex;
    gap: 0.5rem;
    color: var(--fn-text-quiet);
    font-size: 0.875rem;
    line-height: 1.5;
  }

  .note .icon {
    margin-block-start: 0.1875rem;
    color: var(--fn-accent);
  }

  .note b {
    font-weight: 650;
  }
`;
