import type { AnswerMessage } from "../wire/envelope.js";
import type { ChatEvent } from "../wire/events.js";
import { judgementIn } from "../wire/judgement.js";

export interface Turn {
  asked: string;
  at: string;
  message: AnswerMessage;
}

/** The conversation as questions with their answers, for a document: without what was said of an answer's worth. */
export function turnsOf(events: readonly ChatEvent[]): Turn[] {
  const turns: Turn[] = [];
  let asked = "";
  let judging = false;
  for (const event of events) {
    if (event.type === "said") {
      asked = event.text;
      judging = judgementIn(event.id) !== null;
    }
    if (event.type === "answer" && !judging) turns.push({ asked, at: event.at, message: event.message });
  }
  return turns;
}
