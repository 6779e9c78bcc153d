import type { Moved, Pace } from './pace.ts';

/** What is left of a run. */
export interface WorkLeft {
  readonly files: number;
  /** Null where that is not known. */
  readonly bytes: number | null;
  /** Whether sizes are not known: the bytes are typical ones, or there are none. */
  readonly isEstimate: boolean;
}

/** How long a run still takes, in seconds: as likely less as more, and with nine in ten less. */
export interface TimeLeft {
  readonly p50: number;
  readonly p90: number;
}

/** Bytes whose transfer takes about as long as what each file takes beside its bytes. */
const FILE_COST = 50_000;
/** Parts of the last minute that are compared, to see how steady the work is. */
const PARTS = 12;
/** The ninetieth percentile of a normal distribution, in standard deviations. */
const Z90 = 1.2816;
/** The doubt that always remains, and the largest one, as a share of the rate. */
const [LEAST_DOUBT, MOST_DOUBT] = [0.05, 0.6];

/** How long what is left takes at the pace of the last minute; undefined where there is no pace to go by. */
export function timeLeft(
  { files, bytes, isEstimate }: WorkLeft,
  pace: Pace,
  now: number,
): TimeLeft | undefined {
  if (files === 0) return { p50: 0, p90: 0 };
  const work = (moved: Moved): number => (bytes === null ? 0 : moved.bytes) + FILE_COST * moved.files;
  const rates = pace.rates(now);
  const rate = rates === undefined ? 0 : work(rates);
  if (rate <= 0) return undefined;
  const parts = pace.parts(PARTS, now);
  const moved = parts.reduce((sum, part) => sum + part.files, 0);
  // The fewer files an estimate of their sizes rests on, the less it says.
  const ofSizes = isEstimate ? 0.5 / Math.sqrt(Math.max(1, moved)) : 0;
  const doubt = Math.hypot(LEAST_DOUBT, unsteadiness(parts.map(work)), ofSizes);
  const p50 = work({ files, bytes: bytes ?? 0 }) / rate;
  return { p50, p90: p50 / (1 - Math.min(MOST_DOUBT, Z90 * doubt)) };
}

/** Standard error of the mean, as a share of it. */
function unsteadiness(amounts: readonly number[]): number {
  const mean = amounts.reduce((sum, amount) => sum + amount, 0) / amounts.length;
  const variance = amounts.reduce((sum, amount) => sum + (amount - mean) ** 2, 0) / amounts.length;
  return Math.sqrt(variance / amounts.length) / mean;
}
