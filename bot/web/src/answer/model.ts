/** An answer that was read: every field has the form that the views rely on. */

import type { Envelope } from "../wire/envelope.js";

export type {
  Citation,
  Conflict,
  Criterion,
  Offer,
  Statement,
  Step,
  Warning,
} from "../wire/envelope.js";

/** Numbers are decimal strings. */
export interface Ends {
  low: string | null;
  high: string | null;
  unit: string;
}

export interface Cap {
  value: string;
  unit: string;
}

/** A dose range that was worked out, or is the same whatever the weight. */
export interface Regimen extends Ends {
  regimen: string;
  setting: string | null;
  population: string | null;
  route: string | null;
  frequency: string | null;
  per_kg: Ends | null;
  per_day: Ends | null;
  limit: Cap | null;
  capped: boolean;
  arithmetic: string | null;
  statement: string;
}

/** Where a dose that was named stands to one regimen, in the unit of the comparison. */
export interface Compared extends Ends {
  regimen: string;
  statement: string;
  setting: string | null;
  routes: string[];
  frequency: string | null;
  position: "within" | "below" | "above";
  passed: "low" | "high" | "limit" | "start" | null;
  by: string | null;
  limit: Cap | null;
}

export interface DoseCheck {
  given: string;
  unit: string | null;
  per_kg: string | null;
  per_kg_unit: string | null;
  absolute: string | null;
  absolute_unit: string | null;
  arithmetic: string | null;
  results: Compared[];
}

export interface Answer
  extends Omit<
    Envelope,
    "calculation" | "calculations" | "dose_check" | "speech" | "model_version" | "type" | "contract"
  > {
  calculations: Regimen[];
  dose_check: DoseCheck | null;
}
