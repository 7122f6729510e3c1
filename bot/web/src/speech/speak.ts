/** Text to speech by the browser, where it offers that. */

import type { AnswerMessage } from "../wire/envelope.js";

export const canSpeak = (): boolean => "speechSynthesis" in window;

/** Read `message` aloud: what the envelope says is to be spoken, else its headline. */
export function speak(message: AnswerMessage, language: string): void {
  const words = message.custom?.speech ?? message.custom?.headline;
  if (!canSpeak() || typeof words !== "string" || words === "") return;
  const utterance = new SpeechSynthesisUtterance(words);
  utterance.lang = language;
  speechSynthesis.speak(utterance);
}

export function hush(): void {
  if (canSpeak()) speechSynthesis.cancel();
}
