import { html, nothing, type TemplateResult } from "lit";
import { icons } from "../style/icons.js";
import type { Known } from "../wire/events.js";
import { fill, words } from "./words.js";

export interface ChipActions {
  edit(): void;
  remove(): void;
}

/** Whether the value in words says what it is the value of ("no pregnancy"). */
export function namesItself(item: Known): boolean {
  return item.text.includes(item.name);
}

/**
 * What is known of one criterion: pressing it changes it, the cross takes it back. `busy`: a change is on its way; its
 * buttons keep the keyboard meanwhile.
 */
export function patientChip(item: Known, busy: boolean, open: boolean, act: ChipActions): TemplateResult {
  const status = item.status === "given" ? null : words.patient.status[item.status];
  return html`
    <li class="known ${item.status} ${busy ? "busy" : ""}">
      <button
        class="edit"
        data-slot=${item.slot}
        aria-expanded=${open}
        aria-disabled=${busy}
        @click=${() => busy || act.edit()}
      >
        <span class="visually-hidden">${words.patient.change}</span>
        ${namesItself(item) ? nothing : html`<span class="name">${item.name}</span>`}
        <span class="text">${item.text}</span>
        ${status && !item.text.includes(status) ? html`<span class="status">${status}</span>` : nothing}
        ${busy ? html`<span class="status">${words.patient.busy}</span>` : nothing}
      </button>
      <button
        class="remove"
        aria-disabled=${busy}
        aria-label=${fill(words.patient.remove, { name: item.name })}
        @click=${() => busy || act.remove()}
      >
        ${icons.close}
      </button>
    </li>
  `;
}
