import type { MainThread } from './measure/main-thread.ts';
import type { Measurement } from './measure/measure.ts';
import type { Standing } from './measure/rounds.ts';
import type { Goal, Scenario } from './scenario.ts';

/** The outcome of a goal. */
export interface Verdict extends Goal {
  /** The median of ours over the peer's. */
  readonly ratio: number;
  readonly met: boolean;
}

/** A contender's numbers over all rounds. */
export interface Result {
  readonly contender: string;
  readonly ours: boolean;
  readonly median: Measurement;
  /** Wall seconds of the fastest and of the slowest round. */
  readonly spread: readonly [least: number, most: number];
  /** The most of all rounds, in MB. */
  readonly peakMemoryMb: number;
  /** Medians of its main thread; undefined when nothing watched it. */
  readonly mainThread: MainThread | undefined;
  readonly measurements: readonly Measurement[];
}

/** The outcome of a scenario. */
export interface ScenarioResult {
  readonly name: string;
  readonly title: string;
  readonly rounds: number;
  /** Bytes of all objects, in GB. */
  readonly gigabytes: number;
  readonly results: readonly Result[];
  readonly verdicts: readonly Verdict[];
  /** Whether each of ours stayed below {@link MEMORY_LIMIT_MB} in every round. */
  readonly memoryMet: boolean;
}

/** What tapehaul may take at most, its children included. */
export const MEMORY_LIMIT_MB = 250;

/** Medians, and how they stand to the goals. */
export function resultOf(scenario: Scenario, standings: readonly Standing[]): ScenarioResult {
  const { name, title, goals, corpus } = scenario;
  const results = resultsOf(standings);
  const figureOf = (contender: string, figure: Goal['figure']): number => {
    const median = results.find((result) => result.contender === contender)?.median;
    return (figure === 'CPU' ? median?.cpuSeconds : median?.wallSeconds) ?? Number.NaN;
  };
  const measured = (name: string): boolean => results.some(({ contender }) => contender === name);
  const verdicts = goals
    .filter(({ ours, peer }) => measured(ours) && measured(peer))
    .map((goal) => {
      const ratio = figureOf(goal.ours, goal.figure) / figureOf(goal.peer, goal.figure);
      return { ...goal, ratio, met: ratio <= goal.atMost };
    });
  const memoryMet = results.every(({ ours, peakMemoryMb }) => !ours || peakMemoryMb < MEMORY_LIMIT_MB);
  const rounds = results[0]?.measurements.length ?? 0;
  const gigabytes = (corpus.symbols.length * corpus.days * corpus.objectBytes) / 1e9;
  return { name, title, rounds, gigabytes, results, verdicts, memoryMet };
}

/** Medians of each contender, without goals. */
export function resultsOf(standings: readonly Standing[]): Result[] {
  return standings.map(summary);
}

function summary({ contender, measurements, mainThreads }: Standing): Result {
  const all = (field: keyof Measurement): number[] => measurements.map((one) => one[field]);
  const walls = all('wallSeconds');
  return {
    contender: contender.name,
    ours: contender.ours,
    median: {
      wallSeconds: median(walls),
      cpuSeconds: median(all('cpuSeconds')),
      peakMemoryMb: median(all('peakMemoryMb')),
      serverCpuSeconds: median(all('serverCpuSeconds')),
    },
    spread: [Math.min(...walls), Math.max(...walls)],
    peakMemoryMb: Math.max(...all('peakMemoryMb')),
    mainThread: mainThreads.length === 0 ? undefined : medianThread(mainThreads),
    measurements,
  };
}

function medianThread(threads: readonly MainThread[]): MainThread {
  const delay = (index: 0 | 1 | 2): number => median(threads.map(({ delayMs }) => delayMs[index]));
  return {
    cpuSeconds: median(threads.map(({ cpuSeconds }) => cpuSeconds)),
    delayMs: [delay(0), delay(1), delay(2)],
  };
}

/** The middle value, or the mean of the two in the middle; NaN of nothing. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? Number.NaN;
  return (lower + upper) / 2;
}
