/** Words with a count, and times in words. */

import { fill, words } from "../answer/words.js";

export { fill, words };

const plurals = new Intl.PluralRules(words.language);

export interface Counted {
  one: string;
  other: string;
}

/** The form of `counted` for `count`, with `{count}` replaced. */
export function counted(forms: Counted, count: number): string {
  return fill(plurals.select(count) === "one" ? forms.one : forms.other, { count });
}

const day = new Intl.DateTimeFormat(words.language, { weekday: "long", day: "numeric", month: "long" });
const hour = new Intl.DateTimeFormat(words.language, { hour: "2-digit", minute: "2-digit" });

/** The day of `at`, an ISO time, in words. */
export function dayOf(at: string): string {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return "";
  return date.toDateString() === new Date().toDateString() ? words.timeline.today : day.format(date);
}

/** The time of day of `at`, an ISO time. */
export function hourOf(at: string): string {
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? "" : hour.format(date);
}

/** That an answer was marked as useful or not. */
export function judged(rating: "up" | "down"): string {
  return rating === "up" ? words.said.judged_up : words.said.judged_down;
}
