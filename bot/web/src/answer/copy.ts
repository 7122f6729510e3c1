import type { AnswerMessage } from "../wire/envelope.js";
import { readAnswer } from "./read.js";
import { words } from "./words.js";

/** An answer as plain text: citations in square brackets, and the list of references with their links. */
export function answerAsText(message: AnswerMessage): string {
  // The assistant's text is complete on its own; the envelope has the headline where there is no text.
  const text: unknown = message?.text;
  return (typeof text === "string" && text.trim()) || readAnswer(message?.custom)?.headline || words.answer.empty;
}

/** Puts `text` on the clipboard; whether that was allowed. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

/** For pages without a secure connection, and frames that may not write to the clipboard. */
function copyBySelection(text: string): boolean {
  const field = document.createElement("textarea");
  field.value = text;
  field.readOnly = true;
  field.style.position = "fixed";
  document.body.append(field);
  field.select();
  try {
    return document.execCommand("copy");
  } finally {
    field.remove();
  }
}
