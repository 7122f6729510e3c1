import type { Envelope, Evidence } from "../wire/envelope.js";
import { decimal, integer, list, Misfit, oneOf, orElse, orNull, type Read, record, text } from "./forms.js";
import type {
  Answer,
  Cap,
  Citation,
  Compared,
  Conflict,
  Criterion,
  DoseCheck,
  Ends,
  Offer,
  Regimen,
  Statement,
  Step,
  Warning,
} from "./model.js";

const maybeText = orNull(text);
const texts = orElse(list(text), []);
const flag: Read<boolean> = (value) => value === true;
const ends = { low: orNull(decimal), high: orNull(decimal), unit: text };
const range = record<Ends>(ends);
const cap = record<Cap>({ value: decimal, unit: text });
const offers = list(record<Offer>({ title: text, payload: text }));

const statement = record<Statement>({
  id: text,
  text,
  kind: text,
  evidence: record<Evidence>({ system: maybeText, level: maybeText, grade: maybeText, system_name: maybeText }),
  certainty: oneOf("verified-primary", "verified-abstract", "verified-secondary", "seed-only", "conflict"),
  review: oneOf("submitted", "under_review", "approved", "returned"),
  citations: list(integer),
});

const citation = record<Citation>({
  number: integer,
  source: text,
  label: text,
  title: text,
  year: orNull(integer),
  url: maybeText,
  locator: maybeText,
  read: text,
  via: maybeText,
  superseded_by: maybeText,
  superseded_note: maybeText,
  is_article: flag,
});

const conflict = record<Conflict>({ statements: list(text), differs: text, text, binds: maybeText });

const criterion = record<Criterion>({
  id: text,
  label: text,
  status: oneOf("met", "not_met", "unknown"),
  because: maybeText,
  statement: maybeText,
});

const warning = record<Warning>({
  severity: oneOf("contraindication", "limit", "caution", "context"),
  text,
  statement: maybeText,
});

const step = record<Step>({
  step: text,
  label: text,
  status: oneOf("done", "current", "next", "skipped", "open"),
  statement: text,
});

const regimen = record<Regimen>({
  ...ends,
  regimen: text,
  setting: maybeText,
  population: maybeText,
  route: maybeText,
  frequency: maybeText,
  per_kg: orNull(range),
  per_day: orNull(range),
  limit: orNull(cap),
  capped: flag,
  arithmetic: maybeText,
  statement: text,
});

const compared = record<Compared>({
  ...ends,
  regimen: text,
  statement: text,
  setting: maybeText,
  routes: texts,
  frequency: maybeText,
  position: oneOf("within", "below", "above"),
  passed: orNull(oneOf("low", "high", "limit", "start")),
  by: maybeText,
  limit: orNull(cap),
});

const doseCheck = record<DoseCheck>({
  given: decimal,
  unit: maybeText,
  per_kg: orNull(decimal),
  per_kg_unit: maybeText,
  absolute: orNull(decimal),
  absolute_unit: maybeText,
  arithmetic: maybeText,
  results: list(compared),
});

const answer = record<Answer>({
  answer_id: text,
  created_at: text,
  status: oneOf("answered", "needs_input", "refused", "not_found", "emergency", "unavailable"),
  question: text,
  topic: maybeText,
  audience: oneOf("clinician", "trainee", "patient"),
  headline: text,
  statements: list(statement),
  citations: list(citation),
  conflicts: list(conflict),
  criteria: list(criterion),
  verdict: orNull(
    record<NonNullable<Envelope["verdict"]>>({
      value: oneOf("not-recommended", "more-needed", "may-be-considered"),
      statement: text,
    }),
  ),
  pathway: list(step),
  calculations: list(regimen),
  dose_check: orNull(doseCheck),
  ask: maybeText,
  for_patient: maybeText,
  acknowledged: texts,
  removed: texts,
  question_back: maybeText,
  would_change: texts,
  withheld: maybeText,
  compared: texts,
  why: orElse(maybeText, null),
  feedback: orElse(offers, []),
  warnings: list(warning),
  next: offers,
  knowledge_version: maybeText,
  disclaimer: maybeText,
});

/**
 * The answer in an envelope, or null where any part of it is not as the contract says.
 *
 * There is no half of it: a warning that cannot be read must not be left out in silence, so the text is shown instead.
 */
export function readAnswer(envelope: unknown): Answer | null {
  return readOrNull(answer, envelope);
}

/** The buttons of a message, or none where they cannot be read. */
export function readOffers(buttons: unknown): Offer[] {
  return readOrNull(offers, buttons) ?? [];
}

function readOrNull<T>(read: Read<T>, value: unknown): T | null {
  try {
    return read(value);
  } catch (fault) {
    if (fault instanceof Misfit) return null;
    throw fault;
  }
}
