import { daysBetween } from '@tapehaul/archive';
import { expect } from 'vitest';
import {
  type Answer,
  type Listed,
  type ListingSource,
  type PlanRequest,
  planAuto,
  planByListing,
} from '../src/index.ts';

const today = '2026-11-23';
const request: PlanRequest = {
  markets: ['spot'],
  symbols: ['BTCUSDT'],
  data_types: ['klines'],
  intervals: ['1h'],
  date_range: { start: '2026-06-01', end: '2026-08-31' },
};

/** An archive with these files, by period, of these sizes in bytes. */
function archive(sizes: Readonly<Record<string, number>>): ListingSource {
  return {
    symbols: async () => ['BTCUSDT'],
    async series(_series, _partition, first, last) {
      const own = Object.keys(sizes).filter((period) => period.length === first.length);
      const listed = own
        .filter((period) => period >= first && period <= last)
        .map((period): [string, Listed] => [period, listedAs(sizes[period] ?? 0)]);
      const before = own.some((period) => period < first);
      return { objects: new Map(listed), before, after: own.some((period) => period > last) };
    },
  };
}

function listedAs(size: number): Listed {
  return { size, etag: `e${size}`, lastModified: '2026-11-01T00:00:00Z', sidecarModified: null };
}

/** Each day of a span. */
export const days = (first: string, last: string): string[] => [...daysBetween(first, last)];

/** The same size in bytes for each of some files. */
export function sized(periods: readonly string[], bytes: number): Record<string, number> {
  return Object.fromEntries(periods.map((period) => [period, bytes]));
}

/** The answers for the request by both and by listing, which agree. */
export async function planned(sizes: Readonly<Record<string, number>>, more: Partial<PlanRequest> = {}) {
  const answers: Answer[] = await Array.fromAsync(
    planAuto({ ...request, ...more }, archive(sizes), { today }),
  );
  const listing = await Array.fromAsync(planByListing({ ...request, ...more }, archive(sizes), { today }));
  expect(listing).toEqual(answers);
  return answers;
}

/** Periods of objects with their findings, and verdicts. */
export function lines(answers: readonly Answer[]): string[] {
  return answers.map((answer) =>
    answer.kind === 'verdict'
      ? `${answer.verdict} ${answer.first} ${answer.last}`
      : `${answer.object.period}${answer.because === undefined ? '' : ` ${answer.because.finding}`}`,
  );
}

/** The days of June and July, and of August. */
export const QUARTER = [...days('2026-06-01', '2026-06-30'), ...days('2026-07-01', '2026-07-31')];
export const AUGUST = days('2026-08-01', '2026-08-31');
/** How a day is named that is planned in place of its short month. */
export const because = (period: string): string => `${period} month_short`;
