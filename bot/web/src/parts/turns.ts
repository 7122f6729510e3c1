import type { AnswerMessage } from "../wire/envelope.js";
import type { ChatEvent } from "../wire/events.js";

export interface Turn {
  asked: string;
  at: string;
  message: AnswerMessage;
}

/** The conversation as questions with their answers, for a document. */
export function turnsOf(events: readonly ChatEvent[]): Turn[] {
  const turns: Turn[] = [];
  let asked = "";
  for (const event of events) {
    if (event.type === "said") asked = event.text;
    if (event.type === "answer") turns.push({ asked, at: event.at, message: event.message });
  }
  return turns;
}
