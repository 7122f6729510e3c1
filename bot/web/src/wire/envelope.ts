/** The envelope of an answer, as `contract.schema.json` fixes it; only what the chat shows is named. */

export type Status = "answered" | "needs_input" | "refused" | "not_found" | "emergency" | "unavailable";
export type Audience = "clinician" | "trainee" | "patient";
export type Review = "submitted" | "under_review" | "approved" | "returned";
export type Certainty = "verified-primary" | "verified-abstract" | "verified-secondary" | "seed-only" | "conflict";

export interface Evidence {
  system: string | null;
  level: string | null;
  grade: string | null;
  system_name: string | null;
}

export interface Statement {
  id: string;
  text: string;
  kind: string;
  evidence: Evidence;
  certainty: Certainty;
  review: Review;
  citations: number[];
}

export interface Citation {
  number: number;
  source: string;
  label: string;
  title: string;
  year: number | null;
  url: string | null;
  locator: string | null;
  read: string;
  via: string | null;
  superseded_by: string | null;
  superseded_note: string | null;
  is_article: boolean;
}

export interface Conflict {
  statements: string[];
  differs: string;
  text: string;
  binds: string | null;
}

export interface Criterion {
  id: string;
  label: string;
  status: "met" | "not_met" | "unknown";
  because: string | null;
  statement: string | null;
}

export interface Warning {
  severity: "contraindication" | "limit" | "caution" | "context";
  text: string;
  statement: string | null;
}

export interface Offer {
  title: string;
  payload: string;
}

export interface Step {
  step: string;
  label: string;
  status: "done" | "current" | "next" | "skipped" | "open";
  statement: string;
}

/** A dose range worked out, or shown, from a curated regimen. Numbers are decimal strings. */
export interface Calculation {
  regimen: string;
  setting: string | null;
  population: string | null;
  route: string | null;
  frequency: string | null;
  low: string | null;
  high: string | null;
  unit: string;
  per_kg: { low: string | null; high: string | null; unit: string } | null;
  weight_kg: string | null;
  limit: string | null;
  capped: boolean;
  arithmetic: string | null;
  statement: string;
}

export interface DoseCheck {
  given: string;
  unit: string;
  per_kg: string | null;
  results: { statement: string; setting: string; position: string; by: string | null }[];
}

export interface Envelope {
  type: "answer";
  contract: 1;
  answer_id: string;
  created_at: string;
  status: Status;
  question: string;
  topic: string | null;
  audience: Audience;
  headline: string;
  statements: Statement[];
  citations: Citation[];
  conflicts: Conflict[];
  criteria: Criterion[];
  verdict: { value: "not-recommended" | "more-needed" | "may-be-considered"; statement: string } | null;
  pathway: Step[];
  calculation: Calculation | null;
  calculations: Calculation[];
  dose_check: DoseCheck | null;
  ask: string | null;
  for_patient: string | null;
  acknowledged: string[];
  removed: string[];
  question_back: string | null;
  would_change: string[];
  withheld: string | null;
  compared: string[];
  why: string | null;
  feedback: Offer[];
  warnings: Warning[];
  next: Offer[];
  knowledge_version: string | null;
  model_version: string | null;
  disclaimer: string | null;
  speech?: string;
}

/** One answer as the assistant sends it. `text` is complete without the envelope. */
export interface AnswerMessage {
  text: string;
  buttons: Offer[];
  custom: Envelope;
}
