import { fill, words } from "./words.js";

/** What the assistant asks is one sentence; a short reply stands behind it. */
const REPLIED = /^(\p{Lu}[^.?!“”]*\?) ([^?]{1,60})$/u;

/** The clinician's words that something was concluded from: in `quoted`, or as the question with its reply. */
export function becauseText(because: string, quoted: string = words.criteria.quoted): string {
  const [, question, reply] = REPLIED.exec(because) ?? [];
  return question && reply ? fill(words.criteria.replied, { question, reply }) : fill(quoted, { words: because });
}
