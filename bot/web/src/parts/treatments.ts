import { html, type TemplateResult } from "lit";
import { icons } from "../style/icons.js";
import { fill, words } from "./words.js";

export interface Treatment {
  drug: string;
  outcome: string;
}

const OUTCOMES = Object.keys(words.patient.outcomes) as (keyof typeof words.patient.outcomes)[];

/** A list of treatments as a slot holds it, in JSON; null where it cannot be read whole, so that no part of it is lost. */
export function readTreatments(value: string): Treatment[] | null {
  if (value === "" || value === "unknown") return [];
  try {
    const list: unknown = JSON.parse(value);
    const whole = Array.isArray(list) && list.every(isTreatment);
    return whole ? list : null;
  } catch {
    return null;
  }
}

function isTreatment(one: unknown): one is Treatment {
  const { drug, outcome } = (one ?? {}) as Partial<Treatment>;
  return typeof drug === "string" && OUTCOMES.some((known) => known === outcome);
}

/** The list without rows that name no drug. */
export function writeTreatments(rows: readonly Treatment[]): string {
  return JSON.stringify(rows.map((row) => ({ ...row, drug: row.drug.trim() })).filter((row) => row.drug !== ""));
}

/** A row for each treatment, and a button for one more. */
export function treatmentRows(rows: readonly Treatment[], change: (rows: Treatment[]) => void): TemplateResult {
  const set = (index: number, part: Partial<Treatment>) =>
    change(rows.map((row, place) => (place === index ? { ...row, ...part } : row)));
  return html`
    <ul class="rows">
      ${rows.map(
        (row, index) => html`
          <li>
            <input
              type="text"
              aria-label=${words.patient.drug}
              placeholder=${words.patient.drug}
              .value=${row.drug}
              @input=${(event: Event) => set(index, { drug: (event.target as HTMLInputElement).value })}
            />
            <select
              aria-label=${fill(words.patient.outcome, { drug: row.drug || words.patient.drug })}
              @change=${(event: Event) => set(index, { outcome: (event.target as HTMLSelectElement).value })}
            >
              ${OUTCOMES.map(
                (outcome) =>
                  html`<option value=${outcome} ?selected=${outcome === row.outcome}>${words.patient.outcomes[outcome]}</option>`,
              )}
            </select>
            <button
              type="button"
              class="button quiet square"
              aria-label=${fill(words.patient.remove, { name: row.drug || words.patient.drug })}
              @click=${() => change(rows.filter((_, place) => place !== index))}
            >
              ${icons.close}
            </button>
          </li>
        `,
      )}
    </ul>
    <button type="button" class="button small one-more" @click=${() => change([...rows, { drug: "", outcome: "failed" }])}>
      ${icons.add} ${words.patient.add_drug}
    </button>
  `;
}
