/** What a screen reader is told of an answer as it comes. */

import { arrange } from "../answer/arrange.js";
import { readAnswer } from "../answer/read.js";
import { words } from "../answer/words.js";
import type { AnswerMessage } from "../wire/envelope.js";

const URGENT = /^(contraindication|limit)$/;

/** What must not be done and why no dose is given, before the headline; each sentence once. */
export function announcement(message: AnswerMessage): string {
  const answer = readAnswer(message.custom);
  if (answer === null) return message.text;
  const urgent = arrange(answer).warnings.filter(({ warning }) => URGENT.test(warning.severity));
  const warned = urgent.map(({ warning }) => `${words.answer.severity[warning.severity]}: ${warning.text}`);
  const repeats = urgent.some(({ warning }) => warning.text === answer.headline);
  return [...warned, answer.withheld, repeats ? null : answer.headline].filter(Boolean).join(" ");
}
