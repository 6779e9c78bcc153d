import { compareText } from './compare-text.ts';
import { type KeyRanges, keyAfter } from './key-ranges.ts';

/** Ids that are read together: few at first, since a range of keys may be short. */
const [LEAST, MOST] = [16, 1_000];

/** A task, by its id. */
export interface KeyedTask {
  readonly key: string;
  readonly number: number;
}

/** Which tasks are read next: at most `size` of them, from an id on, in the order of ids. */
export interface KeyStep {
  readonly from: string;
  readonly size: number;
}

/** Where reading the tasks behind an id begins, or those from the first; undefined where no id can fit. */
export function firstKeyStep({ first }: KeyRanges, after?: string): KeyStep | undefined {
  if (first === undefined) return undefined;
  return { from: after === undefined ? first : laterOf(first, keyAfter(after)), size: LEAST };
}

/** Those of the tasks that a step has read whose ids fit, and the step after it, which skips folders in which none fits. */
export function keyGroup(
  rows: readonly KeyedTask[],
  keys: KeyRanges,
  { size }: KeyStep,
): { readonly group: KeyedTask[]; readonly next: KeyStep | undefined } {
  const group: KeyedTask[] = [];
  let skipTo = '';
  for (const task of rows) {
    if (compareText(task.key, skipTo) < 0) continue;
    if (keys.isWanted(task.key)) {
      group.push(task);
      continue;
    }
    const behind = keys.behind(task.key);
    if (behind === undefined) return { group, next: undefined };
    skipTo = behind;
  }
  const last = rows.at(-1);
  if (last === undefined || rows.length < size) return { group, next: undefined };
  const from = laterOf(keyAfter(last.key), skipTo);
  return { group, next: { from, size: from === skipTo ? LEAST : Math.min(2 * size, MOST) } };
}

function laterOf(a: string, b: string): string {
  return compareText(a, b) >= 0 ? a : b;
}
