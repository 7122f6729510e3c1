import { arrange, comparedWith } from "../answer/arrange.js";
import { becauseText } from "../answer/because.js";
import { differs } from "../answer/conflicts.js";
import { gradeOf } from "../answer/grade.js";
import type { Answer, Statement, Warning } from "../answer/model.js";
import { readAnswer } from "../answer/read.js";
import { fill, time, type Words, wordsFor } from "../answer/words.js";
import type { AnswerMessage } from "../wire/envelope.js";
import { type Child, element } from "./element.js";
import { References } from "./references.js";
import { withoutPatient } from "./without-patient.js";

/** A question with its answer, as the conversation has them. */
export interface Turn {
  asked: string;
  at: string;
  message: AnswerMessage;
}

export interface PrintOptions {
  /** Whether what was said of the patient, and in which words, is in the document. */
  includePatient?: boolean;
}

interface Read {
  turn: Turn;
  answer: Answer | null;
}

/** The conversation as a document for the notes, with one numbered list of all references at its end. */
export function printable(document: Document, turns: Turn[], strings: Words, options: PrintOptions = {}): HTMLElement {
  const includePatient = options.includePatient ?? false;
  return new Notes(document, strings, includePatient).of(turns);
}

class Notes {
  private readonly references = new References();

  constructor(
    private readonly document: Document,
    private readonly words: Words,
    private readonly includePatient: boolean,
  ) {}

  of(turns: Turn[]): HTMLElement {
    const read = turns.map((turn) => ({ turn, answer: this.read(turn) }));
    const kept = read.filter((one) => this.includePatient || one.answer !== null);
    const notes = this.make(
      "article",
      "footnote-notes",
      ...this.head(kept, read.length - kept.length),
      ...kept.map((one, place) => this.turn(one, place + 1)),
      this.referenceList(),
      ...this.foot(kept),
    );
    notes.lang = this.words.language;
    notes.dir = this.words.direction;
    return notes;
  }

  private read(turn: Turn): Answer | null {
    const answer = readAnswer(turn.message?.custom);
    return answer === null || this.includePatient ? answer : withoutPatient(answer);
  }

  private make(name: string, className: string, ...children: Child[]): HTMLElement {
    return element(this.document, name, className, ...children);
  }

  private list(lines: string[], className = ""): HTMLElement | null {
    return lines.length === 0 ? null : this.make("ul", className, ...lines.map((line) => this.make("li", "", line)));
  }

  private titled(title: string, lines: string[]): Child[] {
    return lines.length === 0 ? [] : [this.make("h3", "", title), this.list(lines)];
  }

  private paragraph(text: string | null, className = ""): HTMLElement | null {
    return text ? this.make("p", className, text) : null;
  }

  private head(kept: Read[], leftOut: number): Child[] {
    const { print } = this.words;
    const pending = kept.some((one) => one.answer?.statements.some((statement) => statement.review !== "approved"));
    return [
      this.make("h1", "", print.title),
      this.paragraph(fill(print.made, { time: time(new Date().toISOString()) }), "quiet"),
      this.list(
        [
          this.includePatient ? print.with_patient : print.without_patient,
          pending ? print.not_approved : "",
          leftOut === 0 ? "" : fill(print.left_out, { count: leftOut }),
        ].filter(Boolean),
        "status",
      ),
      kept.length === 0 ? this.paragraph(print.nothing) : null,
    ];
  }

  private turn({ turn, answer }: Read, number: number): HTMLElement {
    const { print } = this.words;
    const kind = wordsFor(print.kinds, answer?.question ?? "other");
    const asked = this.includePatient && turn.asked ? turn.asked : kind;
    return this.make(
      "section",
      "",
      this.make("h2", "", fill(print.turn, { number, asked })),
      this.paragraph(fill(print.answered_at, { time: time(turn.at) }), "quiet"),
      ...(answer === null ? [this.paragraph(turn.message?.text ?? "", "as-sent")] : this.answer(answer)),
    );
  }

  private answer(answer: Answer): Child[] {
    for (const citation of answer.citations) this.references.numberOf(citation, answer.citations);
    const { dose, pathway } = this.words;
    const { status, statements, conflicts } = this.words.answer;
    const { warnings, lead } = arrange(answer);
    const said = new Set([lead, ...warnings.map((one) => one.statement)]);
    const rest = answer.statements.filter((one) => !said.has(one));
    return [
      answer.status === "answered" ? null : this.paragraph(status[answer.status], "kind"),
      ...this.patient(answer),
      this.list(
        warnings.map(({ warning, statement }) => this.warning(warning, statement, answer)),
        "warnings",
      ),
      this.paragraph(answer.headline, "headline"),
      lead ? this.paragraph(this.remarks(lead, answer), "remarks") : null,
      ...this.judged(answer),
      ...this.titled(dose.title, this.doses(answer)),
      ...this.titled(
        pathway.title,
        answer.pathway.map((step) => `${step.label}: ${pathway.status[step.status]}`),
      ),
      ...this.titled(
        statements,
        rest.map((one) => this.statement(one, answer)),
      ),
      ...this.titled(conflicts.title, this.conflicts(answer)),
    ];
  }

  private patient(answer: Answer): Child[] {
    const { print } = this.words;
    return [
      this.paragraph(answer.for_patient && fill(print.for_patient, { patient: answer.for_patient })),
      this.list(answer.acknowledged),
    ];
  }

  private warning(warning: Warning, statement: Statement | null, answer: Answer): string {
    const severity = this.words.answer.severity[warning.severity];
    const line = fill(this.words.print.warning, { severity, text: warning.text });
    if (statement === null) return line;
    const behind =
      statement.text === warning.text ? this.remarks(statement, answer) : this.statement(statement, answer);
    return `${line} ${behind}`;
  }

  private judged(answer: Answer): Child[] {
    if (answer.verdict === null) return [];
    const { print, criteria } = this.words;
    const verdict = this.words.answer.verdict[answer.verdict.value];
    const lines = answer.criteria.map((one) => {
      const line = fill(print.criterion, { status: criteria.status[one.status], label: one.label });
      return one.because ? `${line} ${becauseText(one.because)}` : line;
    });
    return [this.paragraph(fill(print.verdict, { verdict }), "verdict"), ...this.titled(criteria.title, lines)];
  }

  private doses(answer: Answer): string[] {
    const cited = (id: string | undefined) =>
      this.references.cited(answer.statements.find((one) => one.id === id)?.citations ?? [], answer);
    const compared = answer.compared.map((line, place) => `${line} ${cited(comparedWith(answer, place)?.statement)}`);
    const worked = answer.calculations.map((one) => {
      const where = [one.setting, one.route, one.frequency, one.population].filter(Boolean).join(", ");
      return `${where}: ${one.arithmetic ?? ""} ${cited(one.statement)}`;
    });
    return [...compared, ...(answer.withheld ? [answer.withheld] : []), ...worked].map((line) => line.trim());
  }

  private conflicts(answer: Answer): string[] {
    return answer.conflicts.map((conflict) => {
      const numbers = answer.statements
        .filter((one) => conflict.statements.includes(one.id))
        .flatMap((one) => one.citations);
      const line = fill(this.words.print.conflict, { differs: differs(conflict), text: conflict.text });
      return `${line} ${this.references.cited(numbers, answer)}`;
    });
  }

  private statement(statement: Statement, answer: Answer): string {
    return `${statement.text} ${this.remarks(statement, answer)}`;
  }

  /** The numbers of a statement's references, its grade, how far it was checked, and whether it was reviewed. */
  private remarks(statement: Statement, answer: Answer): string {
    const { evidence } = this.words;
    const system = statement.evidence.system_name ?? statement.evidence.system;
    const grade = gradeOf(statement);
    const remarks = [
      grade && system ? `${grade} ${fill(evidence.in, { system })}` : grade,
      evidence.certainty[statement.certainty],
      evidence.review[statement.review],
    ];
    const lay = answer.audience === "patient" ? "" : ` (${remarks.filter(Boolean).join("; ")})`;
    return `${this.references.cited(statement.citations, answer)}${lay}`;
  }

  private referenceList(): HTMLElement | null {
    const lines = this.references.lines(this.words);
    if (lines.length === 0) return null;
    return this.make("section", "", this.make("h2", "", this.words.print.references), this.list(lines, "references"));
  }

  private foot(kept: Read[]): Child[] {
    const answers = kept.flatMap((one) => one.answer ?? []);
    const versions = new Set(answers.flatMap((one) => one.knowledge_version ?? []));
    const disclaimers = new Set(answers.flatMap((one) => one.disclaimer ?? []));
    return [
      ...[...disclaimers].map((one) => this.paragraph(one, "quiet")),
      ...[...versions].map((version) => this.paragraph(fill(this.words.print.version, { version }), "quiet")),
    ];
  }
}
