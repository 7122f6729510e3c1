import { css, html, type TemplateResult } from "lit";
import type { Offer } from "./model.js";

/** Tells the chat that the clinician has chosen `offer`. */
export function choose(from: EventTarget, offer: Offer): void {
  from.dispatchEvent(new CustomEvent<Offer>("fn-offer", { detail: offer, bubbles: true, composed: true }));
}

/** The intent of a payload: `/affirm{"choice": …}` → `affirm`. */
export function intentOf(offer: Offer): string {
  return /^\/(\w+)/.exec(offer.payload)?.[1] ?? "";
}

/** Offers as a list of buttons: quick replies of the latest answer, smaller ones under the answers before it. */
export function offerList(offers: Offer[], latest: boolean, label: string): TemplateResult {
  const kind = latest ? "button" : "button small";
  return html`<ul class="offers" aria-label=${label}>
    ${offers.map(
      (offer) => html`<li>
        <button type="button" class=${kind} @click=${(event: Event) => choose(event.currentTarget as EventTarget, offer)}>
          ${offer.title}
        </button>
      </li>`,
    )}
  </ul>`;
}

export const offerStyle = css`
  .offers {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem;
  }

  .offers li {
    max-inline-size: 100%;
    overflow-wrap: anywhere;
  }

  .offers .button:not(.small) {
    border-radius: 1.375rem;
  }
`;
