import type { Problem } from '@tapehaul/errors';

/** What a key of another tool means here. */
export type Meaning =
  /** Values of our keys; `note` says what was read, where that is no mere renaming. */
  | {
      readonly kind: 'use';
      readonly values: readonly (readonly [path: string, value: unknown])[];
      readonly note?: string;
    }
  /** Nothing, and why that changes nothing of what is fetched. */
  | { readonly kind: 'ignore'; readonly why: string }
  /** Nothing, and what to write instead. */
  | { readonly kind: 'refuse'; readonly write: string; readonly suggestion?: string }
  /** Its keys are read as if they stood where the object stands. */
  | { readonly kind: 'open' };

/** Gives the meaning of a value; nothing where it has the wrong type, which then is a problem. */
export type KeyRule = (value: unknown) => Meaning | undefined;

/** Names of keys, separated by spaces, and the rule of them all. */
export type KeyRow = readonly [names: string, rule: KeyRule];

/** The key means the same as one of ours. */
export function use(path: string, convert: (value: unknown) => unknown = (value) => value): KeyRule {
  return (value) => {
    const converted = convert(value);
    return converted === undefined ? undefined : { kind: 'use', values: [[path, converted]] };
  };
}

/** The key means the opposite of one of ours; any value but true and false is passed on, and reported as a problem of that key. */
export function useOpposite(path: string): KeyRule {
  return use(path, (value) => (typeof value === 'boolean' ? !value : value));
}

/** The key has no effect here. */
export function ignore(why: string): KeyRule {
  return () => ({ kind: 'ignore', why });
}

/** The key cannot be used, and what to write instead. */
export function refuse(write: string): KeyRule {
  return () => ({ kind: 'refuse', write });
}

/** One rule for one value, another for all others. */
export function when(expected: unknown, then: KeyRule, otherwise: KeyRule): KeyRule {
  return (value) => (value === expected ? then : otherwise)(value);
}

/** The key is a group of others. */
export const open: KeyRule = (value) =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { kind: 'open' } : undefined;

/** A problem of a key that has the wrong type of value for its meaning. */
export function unreadable(path: string, got: string): Problem {
  return { path, message: `${got}, which is not a valid value for this key` };
}
