/** Where ranges, caps and the dose that was asked stand on an axis from 0: numbers for the picture only. */

import type { Answer, Cap, Compared, DoseCheck, Ends } from "./model.js";
import { fill, words } from "./words.js";

const STEPS = [1, 2, 2.5, 5, 10];
const TICKS = 4;

/** A range on the axis; `high` is null where it has no upper end, `asked` is the dose that was named, in this unit. */
export interface Bar {
  name: string;
  ends: Ends;
  limit: Cap | null;
  asked: number | null;
  compared: Compared | null;
}

/** The ranges that share a unit, and so an axis; `asked` is the dose that was named, where it is known in that unit. */
export interface Axis {
  unit: string;
  bars: Bar[];
  asked: number | null;
  end: number;
  ticks: number[];
}

/** One axis for each unit: of the comparison where a dose was named, else of the ranges worked out. */
export function axesOf(answer: Answer, sourceOf: (statement: string) => string): Axis[] {
  const { dose_check: check } = answer;
  const bars =
    check !== null && check.results.length > 0
      ? check.results.map((one) => comparedBar(one, check, sourceOf))
      : answer.calculations.map((one) => ({
          name: name([one.route, one.frequency, sourceOf(one.statement)]),
          ends: one,
          limit: one.limit?.unit === one.unit ? one.limit : null,
          asked: null,
          compared: null,
        }));
  const units = new Set(bars.map((bar) => bar.ends.unit));
  return [...units].map((unit) =>
    axis(
      unit,
      bars.filter((bar) => bar.ends.unit === unit),
    ),
  );
}

function comparedBar(one: Compared, check: DoseCheck, sourceOf: (statement: string) => string): Bar {
  return {
    name: name([one.routes.join(", "), one.frequency, sourceOf(one.statement)]),
    ends: one,
    limit: one.limit?.unit === one.unit ? one.limit : null,
    asked: askedIn(one, check),
    compared: one,
  };
}

function name(parts: (string | null)[]): string {
  return parts.filter(Boolean).join(", ");
}

/** The dose that was named in the unit of the comparison: as it was given, or from how far it is off. */
function askedIn(one: Compared, check: DoseCheck): number | null {
  const known: [string | null, string | null][] = [
    [check.unit, check.given],
    [check.per_kg_unit, check.per_kg],
    [check.absolute_unit, check.absolute],
  ];
  const found = known.find(([unit, value]) => unit === one.unit && value !== null);
  if (found) return Number(found[1]);
  const [by, unit] = one.by?.split(" ") ?? [];
  const passed = { low: one.low, start: one.low ?? "0", high: one.high, limit: one.limit?.value ?? null };
  const end = one.passed === null ? null : passed[one.passed];
  if (by === undefined || unit !== one.unit || end === null) return null;
  return one.position === "below" ? Number(end) - Number(by) : Number(end) + Number(by);
}

function axis(unit: string, bars: Bar[]): Axis {
  const values = bars.flatMap((bar) => [bar.ends.low, bar.ends.high, bar.limit?.value, bar.asked]);
  const top = Math.max(...values.map((value) => Number(value ?? 0)), Number.MIN_VALUE);
  const step = niceStep(top / TICKS);
  const count = Math.max(1, Math.ceil((top / step) * 1.0001));
  const ticks = Array.from({ length: count + 1 }, (_, place) => Number((place * step).toPrecision(6)));
  const asked = bars.find((bar) => bar.asked !== null)?.asked ?? null;
  return { unit, bars, asked, end: ticks.at(-1) ?? top, ticks };
}

function niceStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  return power * (STEPS.find((one) => one * power >= least * 0.9999) ?? 10);
}

/** A range in words: "2.9–29 mg/h", "from 10 mg/dose", "at most 50 mg/dose". */
export function rangeText({ low, high, unit }: Ends): string {
  if (low !== null && high !== null) return fill(words.dose.between, { low, high, unit });
  if (low !== null) return fill(words.dose.from, { low, unit });
  return high === null ? words.dose.none : fill(words.dose.at_most, { high, unit });
}

export function capText({ value, unit }: Cap): string {
  return `${value} ${unit}`;
}

/** The dose that was named, as it was named. */
export function askedText(check: DoseCheck): string {
  return [check.given, check.unit].filter(Boolean).join(" ");
}
