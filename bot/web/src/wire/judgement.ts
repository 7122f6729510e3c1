/** Which answer a message judges. The server keeps a message's id and words, so that the id says what the words do not. */

import type { Offer } from "./envelope.js";
import { newId } from "./ids.js";

/** `reason`: why an answer that was marked as not useful is so. */
export interface Judgement {
  answer: string;
  kind: "up" | "down" | "reason";
}

const INTENT = /^\/give_feedback(\{.*\})$/s;
const ID = /^[^.]+\.(up|down|reason)\.(.+)$/s;

/** What an offer says of which answer, or null where it judges none. */
export function judgementOf(offer: Offer): Judgement | null {
  try {
    const told = JSON.parse(INTENT.exec(offer.payload)?.[1] ?? "null");
    const kind = told?.choice ? "reason" : told?.rating;
    return /^(up|down|reason)$/.test(kind) ? { answer: String(told.answer), kind } : null;
  } catch {
    return null;
  }
}

/** A new id for a message that judges. */
export function judgingId({ answer, kind }: Judgement): string {
  return `${newId()}.${kind}.${answer}`;
}

/** What the message with this id judges, or null where it is any other message. */
export function judgementIn(id: string | null): Judgement | null {
  const [, kind, answer] = ID.exec(id ?? "") ?? [];
  return kind && answer ? { answer, kind: kind as Judgement["kind"] } : null;
}
