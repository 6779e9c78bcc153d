import { table } from '../download/markdown.ts';
import type { FaultsOutcome } from './faults.ts';
import type { KillOutcome } from './kill.ts';
import type { Taken } from './speed.ts';
import { TITLES, TRIED, WAYS, type Way } from './ways.ts';

const median = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0;

/** A table with a row for each figure and a column for each of the ways. */
function tableOf<T>(
  ways: readonly Way[],
  of: ReadonlyMap<Way, T>,
  figures: readonly (readonly [string, (one: T, way: Way) => string])[],
): string {
  const rows = figures.map(([title, figure]) => [
    title,
    ...ways.map((way) => {
      const one = of.get(way);
      return one === undefined ? '' : figure(one, way);
    }),
  ]);
  return table(['', ...ways.map((way) => TITLES[way])], rows);
}

const seconds = (number: number): string => `${number.toFixed(1)} s`;

/** What each way takes for the same files. */
export function speedTable(speed: ReadonlyMap<Way, readonly Taken[]>, files: number): string {
  const of = (figure: (taken: Taken) => number) => (taken: readonly Taken[]) => median(taken.map(figure));
  const wall = of(({ wallSeconds }) => wallSeconds);
  const spread = (taken: readonly Taken[]): string => {
    const all = taken.map(({ wallSeconds }) => wallSeconds);
    return `${Math.min(...all).toFixed(1)}–${Math.max(...all).toFixed(1)}`;
  };
  const processes: Readonly<Record<Way, string>> = {
    processes: String(files),
    alone: String(Math.ceil(files / 50)),
    batches: String(Math.ceil(files / 50)),
    tasks: String(files),
    tapehaul: '0',
  };
  return tableOf(WAYS, speed, [
    ['from start to end', (taken) => `${seconds(wall(taken))} (${spread(taken)})`],
    ['CPU, with s5cmd', (taken) => seconds(of(({ cpuSeconds }) => cpuSeconds)(taken))],
    ["CPU of Prefect's server", (taken) => seconds(of(({ prefectCpuSeconds }) => prefectCpuSeconds)(taken))],
    ['peak memory, without that server', (taken) => `${of((one) => one.peakMemoryMb)(taken).toFixed(0)} MB`],
    ['s5cmd processes', (_, way) => processes[way]],
    ['requests to the archive', (taken) => of(({ requests }) => requests)(taken).toFixed(0)],
  ]);
}

/** What each way makes of faults. */
export function faultsTable(faults: ReadonlyMap<Way, FaultsOutcome>): string {
  return tableOf(TRIED, faults, [
    ['right files after the first run', ({ first }) => String(first.right)],
    ['wrong files kept under their names', ({ first }) => String(first.wrong)],
    [
      'the run says',
      ({ status, failed, absent }) =>
        `\`${status}\`, ${failed} failed${absent === 0 ? '' : `, ${absent} absent`}`,
    ],
    ['exit status', ({ exitCode }) => String(exitCode)],
    ['after the same command again', ({ second }) => `${second.right} right, ${second.wrong} wrong`],
    ['tasks in the record', ({ record }) => (record === null ? 'no record' : String(record.tasks))],
    ['of which are files', ({ record }) => String(record?.files ?? 0)],
    ['files that the record has as failed or absent', ({ record }) => String(record?.failedFiles ?? 0)],
    ['lines of log in the record', ({ record }) => String(record?.logs ?? 0)],
  ]);
}

/** What each way leaves when it is killed. */
export function killTable(kill: ReadonlyMap<Way, KillOutcome>): string {
  return tableOf(TRIED, kill, [
    ['files held at the kill', ({ held }) => String(held)],
    ['state of the run after that', ({ state }) => state],
    ['files left in the temporary folder', ({ left }) => String(left)],
    ['held files that were fetched again', ({ again }) => String(again)],
    ['right files in the end', ({ right }) => String(right)],
  ]);
}
