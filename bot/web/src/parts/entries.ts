/** What the timeline shows, one entry after another: a pure function of the conversation. */

import type { Answered, ChatEvent, Said } from "../wire/events.js";
import { judgementIn } from "../wire/judgement.js";

export type Rating = "up" | "down";

/** `asked` is the words of the question; `rating` how the clinician has marked the answer. */
export type Entry =
  | { kind: "day"; key: string; at: string }
  | { kind: "session"; key: string }
  | { kind: "said"; key: string; said: Said; overdue: boolean }
  | { kind: "judged"; key: string; rating: Rating }
  | { kind: "answer"; key: string; answered: Answered; asked: string; latest: boolean; rating: Rating | null };

/** `overdue` holds the ids of messages whose answer is missing. */
export function entries(events: readonly ChatEvent[], overdue: ReadonlySet<string>): Entry[] {
  const shown: Entry[] = [];
  const lastAnswer = events.findLast((event) => event.type === "answer");
  const ratings = ratingsIn(events);
  const questions = new Map<string, string>();
  let asked = "";
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
      const judgement = judgementIn(event.id);
      const late = event.id !== null && overdue.has(event.id);
      asked = judgement ? (questions.get(judgement.answer) ?? asked) : event.text;
      if (judgement && judgement.kind !== "reason") shown.push({ kind: "judged", key, rating: judgement.kind });
      else shown.push({ kind: "said", key, said: event, overdue: late });
    }
    if (event.type === "answer") {
      const id = event.message.custom?.answer_id ?? "";
      questions.set(id, asked);
      const latest = event === lastAnswer;
      shown.push({ kind: "answer", key, answered: event, asked, latest, rating: ratings.get(id) ?? null });
    }
  }
  return shown;
}

/** How each answer, by its id, was marked last. */
function ratingsIn(events: readonly ChatEvent[]): Map<string, Rating> {
  const ratings = new Map<string, Rating>();
  for (const event of events) {
    const judgement = event.type === "said" ? judgementIn(event.id) : null;
    if (judgement && judgement.kind !== "reason") ratings.set(judgement.answer, judgement.kind);
  }
  return ratings;
}
