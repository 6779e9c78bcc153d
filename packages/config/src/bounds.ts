import type { Problem } from '@tapehaul/errors';
import { isRecord } from './records.ts';

/** Keys of an object at most: a configuration may come from anybody, and each key is looked up among ours. */
const MOST_KEYS = 1_000;
/** Most problems that are listed, each with its remedy. */
const MOST_PROBLEMS = 1_000;

/** The problem of an input with more keys than any configuration has; undefined for others. */
export function tooManyKeys(input: unknown): Problem | undefined {
  const open: (readonly [path: string, value: unknown])[] = [['', input]];
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    const [path, value] = one;
    if (Array.isArray(value)) {
      for (const entry of value) if (typeof entry === 'object') open.push([path, entry]);
    } else if (isRecord(value)) {
      const entries = Object.entries(value);
      if (entries.length > MOST_KEYS) {
        const message = `has ${entries.length} keys, expected at most ${MOST_KEYS}`;
        return { path: path === '' ? '(configuration)' : path, message };
      }
      for (const [key, inner] of entries) {
        if (typeof inner === 'object') open.push([path === '' ? key : `${path}.${key}`, inner]);
      }
    }
  }
  return undefined;
}

/** The problems of faults, listed one by one up to a thousand and as a count beyond. */
export function toldOf<Fault>(
  faults: readonly Fault[],
  tell: (fault: Fault) => readonly Problem[],
): Problem[] {
  const told = faults.slice(0, MOST_PROBLEMS).flatMap(tell);
  const more = faults.length - MOST_PROBLEMS;
  if (more > 0)
    told.push({ path: '(configuration)', message: `${more} more problems of this kind are not listed` });
  return told;
}
