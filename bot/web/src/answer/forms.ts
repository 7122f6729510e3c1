/** Small readers of values whose form is not known; each gives the value or throws a `Misfit`. */

export class Misfit extends Error {}

export type Read<T> = (value: unknown) => T;

export const text: Read<string> = (value) => {
  if (typeof value !== "string") throw new Misfit("no text");
  return value;
};

export const decimal: Read<string> = (value) => {
  if (typeof value !== "string" || !/^\d+(\.\d+)?$/.test(value)) throw new Misfit("no decimal");
  return value;
};

export const integer: Read<number> = (value) => {
  if (!Number.isInteger(value)) throw new Misfit("no whole number");
  return value as number;
};

export function oneOf<T extends string>(...known: T[]): Read<T> {
  return (value) => {
    const found = known.find((one) => one === value);
    if (found === undefined) throw new Misfit("not one of the known words");
    return found;
  };
}

export function orNull<T>(read: Read<T>): Read<T | null> {
  return (value) => (value === null || value === undefined ? null : read(value));
}

/** For what newer servers send and older ones do not. */
export function orElse<T>(read: Read<T>, without: T): Read<T> {
  return (value) => (value === undefined ? without : read(value));
}

export function list<T>(read: Read<T>): Read<T[]> {
  return (value) => {
    if (!Array.isArray(value)) throw new Misfit("no list");
    return value.map((one) => read(one));
  };
}

export function record<T>(shape: { [Name in keyof T]-?: Read<T[Name]> }): Read<T> {
  const names = Object.keys(shape) as (keyof T)[];
  return (value) => {
    if (typeof value !== "object" || value === null) throw new Misfit("no record");
    const fields = value as Record<keyof T, unknown>;
    return Object.fromEntries(names.map((name) => [name, shape[name](fields[name])])) as T;
  };
}
