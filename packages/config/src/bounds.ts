import { counted, grouped, type Problem } from '@tapehaul/errors';
import { isRecord } from './values/records.ts';

/** Keys of an object at most: a configuration may come from anyone, and each key is looked up among ours. */
const MOST_KEYS = 1_000;
/** Objects and lists within one another at most, as in what a service accepts. */
const MOST_LEVELS = 32;
/** Most problems that are listed, each with its remedy. */
const MOST_PROBLEMS = 1_000;

/** The problem of an input with more keys, or more levels, than any configuration has; undefined for others. */
export function outOfBounds(input: unknown): Problem | undefined {
  const open: (readonly [path: string, value: unknown, level: number])[] = [['', input, 1]];
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    const [path, value, level] = one;
    if (level > MOST_LEVELS) {
      const [key = path] = path.split('.');
      return { path: key, message: `is nested deeper than ${MOST_LEVELS} levels` };
    }
    if (Array.isArray(value)) {
      for (const entry of value) if (typeof entry === 'object') open.push([path, entry, level + 1]);
    } else if (isRecord(value)) {
      const entries = Object.entries(value);
      if (entries.length > MOST_KEYS) {
        const message = `has ${counted(entries.length, 'key')}, expected at most ${grouped(MOST_KEYS)}`;
        return { path: path === '' ? '(configuration)' : path, message };
      }
      for (const [key, inner] of entries) {
        if (typeof inner === 'object') open.push([path === '' ? key : `${path}.${key}`, inner, level + 1]);
      }
    }
  }
  return undefined;
}

/** The problems of faults, listed one by one up to a thousand and as a count beyond. */
export function listedProblems<Fault>(
  faults: readonly Fault[],
  problemsOf: (fault: Fault) => readonly Problem[],
): Problem[] {
  const problems = faults.slice(0, MOST_PROBLEMS).flatMap(problemsOf);
  const more = faults.length - MOST_PROBLEMS;
  if (more > 0)
    problems.push({
      path: '(configuration)',
      message: `${counted(more, 'more problem')} of this kind ${more === 1 ? 'is' : 'are'} not listed`,
    });
  return problems;
}
