/** Where each statement of an answer stands: no sentence is shown in full twice. */

import type { Answer, Citation, Compared, Conflict, Statement, Warning } from "./model.js";

const LONG = 10;
const SHOWN_FIRST = 5;
const WEIGHT: Warning["severity"][] = ["contraindication", "limit", "caution", "context"];

/** `full` is false where the statement is shown with its grade and sources elsewhere in the answer. */
export interface Partner {
  statement: Statement;
  full: boolean;
}

export interface Side {
  label: string;
  binds: boolean;
  partners: Partner[];
}

export interface Arranged {
  warnings: { warning: Warning; statement: Statement | null }[];
  lead: Statement | null;
  conflicts: { conflict: Conflict; sides: Side[] }[];
  shown: Statement[];
  folded: Statement[];
}

export function arrange(answer: Answer): Arranged {
  const known = new Map(answer.statements.map((one) => [one.id, one]));
  const placed = new Set<string>();
  const place = (id: string | null): Statement | null => {
    const found = id === null || placed.has(id) ? undefined : known.get(id);
    if (found) placed.add(found.id);
    return found ?? null;
  };
  const byWeight = [...answer.warnings].sort((a, b) => WEIGHT.indexOf(a.severity) - WEIGHT.indexOf(b.severity));
  const warnings = byWeight.map((warning) => ({ warning, statement: place(warning.statement) }));
  const leading = answer.statements.find((one) => one.text === answer.headline);
  const lead = leading ? place(leading.id) : null;
  const conflicts = answer.conflicts.map((conflict) => ({ conflict, sides: sidesOf(conflict, known, place, answer) }));
  const rest = answer.statements.filter((one) => !placed.has(one.id));
  return { warnings, lead, conflicts, ...fold(rest, answer) };
}

function sidesOf(
  conflict: Conflict,
  known: Map<string, Statement>,
  place: (id: string) => Statement | null,
  answer: Answer,
): Side[] {
  const statements = conflict.statements.flatMap((id) => known.get(id) ?? []);
  const sides = new Map<string, Side>();
  const bySource = new Set(statements.map((one) => leadingSource(one, answer.citations))).size > 1;
  for (const statement of statements) {
    const label = leadingSource(statement, answer.citations);
    const key = bySource ? label : statement.id;
    const side = sides.get(key) ?? { label, binds: false, partners: [] };
    side.partners.push({ statement, full: place(statement.id) !== null });
    side.binds ||= statement.id === conflict.binds;
    sides.set(key, side);
  }
  return [...sides.values()];
}

/** What a clinician would call the source that a statement names first. */
export function leadingSource(statement: Statement, citations: Citation[]): string {
  return citations.find((one) => one.number === statement.citations[0])?.label ?? "";
}

/** The regimen behind a line of the comparison with a dose that was named, or undefined where they cannot be paired. */
export function comparedWith(answer: Answer, place: number): Compared | undefined {
  const results = answer.dose_check?.results;
  return results?.length === answer.compared.length ? results[place] : undefined;
}

/** Statements that a long answer shows at once, and those behind "show more"; a dose is never behind it. */
function fold(rest: Statement[], answer: Answer): Pick<Arranged, "shown" | "folded"> {
  const dosed = new Set([...answer.calculations, ...(answer.dose_check?.results ?? [])].map((one) => one.statement));
  const stays = (one: Statement, place: number) =>
    place < SHOWN_FIRST || one.kind === "dosing" || dosed.has(one.id) || one.id === answer.why;
  const folded = answer.statements.length < LONG ? [] : rest.filter((one, place) => !stays(one, place));
  if (folded.length < 2) return { shown: rest, folded: [] };
  return { shown: rest.filter((one) => !folded.includes(one)), folded };
}
