/** What the timeline shows, one entry after another: a pure function of the conversation. */

import type { Answered, ChatEvent, Said } from "../wire/events.js";

export type Entry =
  | { kind: "day"; key: string; at: string }
  | { kind: "session"; key: string }
  | { kind: "said"; key: string; said: Said; overdue: boolean }
  | { kind: "judged"; key: string; up: boolean }
  | { kind: "answer"; key: string; answered: Answered; asked: Said | null; latest: boolean };

/** `overdue` holds the ids of messages whose answer is missing. */
export function entries(events: readonly ChatEvent[], overdue: ReadonlySet<string>): Entry[] {
  const shown: Entry[] = [];
  const lastAnswer = events.findLast((event) => event.type === "answer");
  const judgements = new Map<string, boolean>();
  let asked: Said | null = null;
  let day = "";
  for (const [index, event] of events.entries()) {
    const key = `${event.type} ${event.n ?? index}`;
    const today = new Date(event.at).toDateString();
    if (event.type === "session") {
      shown.push({ kind: "session", key });
    } else if (today !== day) {
      shown.push({ kind: "day", key: `day ${key}`, at: event.at });
      day = today;
    }
    if (event.type === "said") {
      asked = event;
      const up = judgements.get(event.text);
      const late = event.id !== null && overdue.has(event.id);
      shown.push(up === undefined ? { kind: "said", key, said: event, overdue: late } : { kind: "judged", key, up });
    }
    if (event.type === "answer") {
      for (const [title, up] of judgementsOf(event)) judgements.set(title, up);
      shown.push({ kind: "answer", key, answered: event, asked, latest: event === lastAnswer });
    }
  }
  return shown;
}

/** The titles of the buttons that judge an answer, and whether each is for it. They are signs, not words. */
function judgementsOf(event: Answered): [string, boolean][] {
  const offers = event.message.custom?.feedback;
  if (!Array.isArray(offers)) return [];
  return offers
    .filter((offer) => !/\p{L}/u.test(offer.title))
    .map((offer) => [offer.title, /"up"/.test(offer.payload)]);
}
