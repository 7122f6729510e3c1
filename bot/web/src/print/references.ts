import type { Answer, Citation } from "../answer/model.js";
import { reportedLabel, supersededNote } from "../answer/source.js";
import { fill, type Words } from "../answer/words.js";

interface Reference {
  number: number;
  citation: Citation;
  citations: Citation[];
}

/** One numbered list for all answers: the same place in the same source has one number throughout. */
export class References {
  private readonly found = new Map<string, Reference>();

  /** `numbers` of an answer's own citations as numbers of the merged list: "[1][4]". */
  cited(numbers: number[], answer: Answer): string {
    const merged = numbers.flatMap((number) => {
      const citation = answer.citations.find((one) => one.number === number);
      return citation ? this.numberOf(citation, answer.citations) : [];
    });
    return [...new Set(merged)].map((number) => `[${number}]`).join("");
  }

  numberOf(citation: Citation, citations: Citation[]): number {
    const key = JSON.stringify([citation.source, citation.locator, citation.via]);
    const known = this.found.get(key);
    if (known) return known.number;
    const number = this.found.size + 1;
    this.found.set(key, { number, citation, citations });
    return number;
  }

  /** Each reference as a line of text, in the order of its number. */
  lines(words: Words): string[] {
    return [...this.found.values()].map((one) => `[${one.number}] ${referenceText(one, words)}`);
  }
}

function referenceText({ citation, citations }: Reference, words: Words): string {
  const via = reportedLabel(citation, citations);
  const located = citation.locator ? `, ${citation.locator}` : "";
  const reading =
    via === null ? fill(words.print.read, { read: citation.read }) : fill(words.print.not_read, { label: via });
  const parts = [`${citation.label}${located} (${reading})`, citation.title, supersededNote(citation), citation.url];
  return parts
    .filter(Boolean)
    .map((part, place, all) => (place === all.length - 1 || /[.?!]$/.test(part ?? "") ? part : `${part}.`))
    .join(" ");
}
