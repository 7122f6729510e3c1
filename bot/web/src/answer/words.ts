import strings from "../strings/en.json";

/** Every visible word. */
export const words = strings;
export type Words = typeof strings;

/** `template` with each `{name}` replaced by its value. */
export function fill(template: string, values: Record<string, string | number>): string {
  return template.replace(/\{(\w+)\}/g, (hole, name: string) => String(values[name] ?? hole));
}

/** The words for `key`, or for "other" where there are none. */
export function wordsFor(table: Record<string, string>, key: string): string {
  return Object.hasOwn(table, key) ? (table[key] as string) : (table.other ?? key);
}

/** A time as it is written in the language of the strings; what is no time stays as it is. */
export function time(iso: string): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return iso;
  return new Intl.DateTimeFormat(strings.language, { dateStyle: "medium", timeStyle: "short" }).format(at);
}
