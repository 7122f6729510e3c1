/** Reading what came over the wire: nothing in it is trusted to have the form that it should have. */

import type { AnswerMessage } from "./envelope.js";
import type { Answered, ChatEvent, Known, NewSession, Patient, Reply, Said, Tellable } from "./events.js";

type Fields = Record<string, unknown>;

/** A reply, without the events of a kind that this client does not know; null for what is no reply at all. */
export function readReply(body: unknown): Reply | null {
  if (!isFields(body) || !Array.isArray(body.events) || typeof body.next !== "number") return null;
  const events = body.events.map(readEvent).filter((event) => event !== null);
  return { events, next: body.next, patient: readPatient(body.patient) };
}

/** The words of a body that is no reply, if it has any. */
export function wordsOf(body: unknown): string | null {
  if (!isFields(body)) return null;
  return [body.error, body.text, body.message].find((words) => typeof words === "string" && words !== "") as
    | string
    | null;
}

export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function readEvent(raw: unknown): ChatEvent | null {
  if (!isFields(raw)) return null;
  const n = typeof raw.n === "number" ? raw.n : null;
  const at = text(raw.at);
  if (raw.type === "answer") return { n, type: "answer", at, message: readMessage(raw.message) } satisfies Answered;
  if (n === null) return null;
  if (raw.type === "session") return { n, type: "session", at } satisfies NewSession;
  if (raw.type !== "said") return null;
  const id = typeof raw.id === "string" ? raw.id : null;
  return { n, type: "said", id, at, text: text(raw.text), removed: readRemoved(raw.removed) } satisfies Said;
}

/** A message with whatever envelope it has: `fn-answer` judges that, and shows the text where it cannot be read. */
function readMessage(raw: unknown): AnswerMessage {
  const message = isFields(raw) ? raw : {};
  const buttons = list(message.buttons).filter((one) => isFields(one) && text(one.title) && text(one.payload));
  return { text: text(message.text), buttons, custom: message.custom } as AnswerMessage;
}

function readRemoved(raw: unknown): Said["removed"] {
  return list(raw)
    .filter(isFields)
    .map((one) => ({ kind: text(one.kind), count: typeof one.count === "number" ? one.count : 1 }));
}

function readPatient(raw: unknown): Patient | null {
  if (!isFields(raw)) return null;
  return {
    known: list(raw.known).filter(isItem).map(known) as unknown[] as Known[],
    tellable: list(raw.tellable).filter(isItem).map(tellable) as unknown[] as Tellable[],
  };
}

function isItem(raw: unknown): raw is Fields {
  return isFields(raw) && text(raw.slot) !== "" && text(raw.name) !== "";
}

function tellable(item: Fields): Fields {
  return { ...item, choices: list(item.choices).filter(isFields) };
}

function known(item: Fields): Fields {
  return { ...tellable(item), text: text(item.text), value: text(item.value) };
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
