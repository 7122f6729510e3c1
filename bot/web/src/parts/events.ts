/** What the parts of the chat tell the chat. */

import type { Offer } from "../wire/envelope.js";
import type { Settings } from "../wire/settings.js";

export interface Wishes {
  "fn-say": { text: string; transcript?: Transcript };
  "fn-offer": Offer;
  "fn-edit": { slot: string; name: string; value: string | null };
  "fn-settings": Partial<Settings>;
  "fn-document": { way: "print" | "save"; includePatient: boolean };
  "fn-anew": null;
  "fn-retry": null;
  "fn-dismiss": { id: string };
}

export interface Transcript {
  confidence: number;
  alternatives: string[];
}

export type Wish<Name extends keyof Wishes> = CustomEvent<Wishes[Name]>;

export function wish<Name extends keyof Wishes>(from: HTMLElement, name: Name, detail: Wishes[Name]): void {
  from.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
}
