import { specOf } from '../states/classes.ts';
import { DAY_STATES, type DayState, stateOf } from '../states/states.ts';
import { endOfRun } from './run-lengths.ts';

/** How many days of a series are how. `expected` is `held` + `missing` + `not_yet`, and `missing` is `ours` + `archive`. */
export interface DayCounts {
  /** Days of which a file can be expected. */
  readonly expected: number;
  readonly held: number;
  readonly missing: number;
  /** Missing days that another attempt of ours can bring. */
  readonly ours: number;
  /** Missing days that only the archive can bring. */
  readonly archive: number;
  /** Days that are requested and not fetched yet, or not published yet. */
  readonly not_yet: number;
  /** Days by state, without `unknown` and without states that no day is in. */
  readonly by_state: Readonly<Partial<Record<DayState, number>>>;
}

/** Counts days by the codes of their states. */
export function countDays(codes: Uint8Array): DayCounts {
  const counts = new Uint32Array(256);
  for (let from = 0; from < codes.length; ) {
    const to = endOfRun(codes, from);
    const code = codes[from] ?? 0;
    counts[code] = (counts[code] ?? 0) + to - from;
    from = to;
  }
  return countsOf(counts);
}

/** The sum of counts. */
export function addCounts(all: Iterable<DayCounts>): DayCounts {
  const sums = new Uint32Array(256);
  for (const { by_state } of all) {
    DAY_STATES.forEach((name, code) => {
      sums[code] = (sums[code] ?? 0) + (by_state[name] ?? 0);
    });
  }
  return countsOf(sums);
}

function countsOf(counts: Uint32Array): DayCounts {
  const sums = { expected: 0, held: 0, ours: 0, archive: 0, not_yet: 0 };
  const byState: Partial<Record<DayState, number>> = {};
  counts.forEach((days, code) => {
    if (days === 0 || code === 0) return;
    const { expected, held, fault } = specOf(code);
    byState[stateOf(code)] = (byState[stateOf(code)] ?? 0) + days;
    if (!expected) return;
    sums.expected += days;
    if (held) sums.held += days;
    else if (fault === 'time') sums.not_yet += days;
    else if (fault === 'ours') sums.ours += days;
    else sums.archive += days;
  });
  const { expected, held, ours, archive, not_yet } = sums;
  return { expected, held, missing: ours + archive, ours, archive, not_yet, by_state: byState };
}
