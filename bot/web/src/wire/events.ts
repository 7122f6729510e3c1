/** What the web channel says of a conversation: its events, and the patient as the slots hold it. */

import type { AnswerMessage } from "./envelope.js";

/** A message of the clinician. `id` is the client's own; `removed` says what the privacy filter took out. */
export interface Said {
  n: number;
  type: "said";
  id: string | null;
  text: string;
  at: string;
  removed: { kind: string; count: number }[];
}

/** `n` is null for an answer that is not kept (the assistant could not be reached). */
export interface Answered {
  n: number | null;
  type: "answer";
  at: string;
  message: AnswerMessage;
}

/** After a long pause the assistant has begun anew: nothing of the patient before it is kept. */
export interface NewSession {
  n: number;
  type: "session";
  at: string;
}

export type ChatEvent = Said | Answered | NewSession;

export type ItemKind = "finding" | "measure" | "choice" | "medicine" | "treatments";

export interface Choice {
  value: string;
  label: string;
}

/** A criterion that may be told. */
export interface Tellable {
  slot: string;
  name: string;
  kind: ItemKind;
  unit: string | null;
  choices: Choice[];
}

/** A criterion that is known: `text` is its value in words, `value` what an edit of it would send back. */
export interface Known extends Tellable {
  text: string;
  status: "given" | "uncertain" | "historical" | "unknown";
  value: string;
  words: string | null;
}

export interface Patient {
  known: Known[];
  tellable: Tellable[];
}

/** The reply to every request. `next` is the number to ask for events after; `patient` is null where it cannot be read. */
export interface Reply {
  events: ChatEvent[];
  next: number;
  patient: Patient | null;
}

/** What went wrong, said by the server in words for the clinician. */
export interface Refusal {
  error: string;
  code: "bad_request" | "token" | "too_large" | "too_many" | "not_a_question" | "unavailable";
  retry_after?: number;
}
