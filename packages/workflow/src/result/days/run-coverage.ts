import { formatSeries } from '@tapehaul/archive';
import type { CoverageReader, SeriesCells } from '@tapehaul/catalog';
import {
  addCounts,
  countDays,
  DAY_STATE_SPECS,
  type DayCounts,
  type DayState,
  holesOf,
  reasonOf,
} from '@tapehaul/coverage';
import { stoppedBy } from '@tapehaul/errors';
import * as z from 'zod';
import { type RequestedDays, requestedSeries } from './requested-series.ts';

/** Keys of a schema for how many days of a series, or of several, are how: `DayCounts` without its `by_state`. */
export const dayCountsShape = {
  expected: z.number().describe('Days of which a file can be expected: held + missing + not_yet.'),
  held: z.number(),
  missing: z.number().describe('ours + archive.'),
  ours: z.number().describe('Missing days that another attempt can bring.'),
  archive: z.number().describe('Missing days that only the archive can bring.'),
  not_yet: z.number().describe('Days that are planned, or not published yet.'),
};

const daysShape = {
  ...dayCountsShape,
  by_state: z.record(z.string(), z.number()).describe('Days by state, also those that are not expected.'),
};

const seriesDaysSchema = z.object({
  series: z.string().describe('Such as spot/klines/BTCUSDT/1h.'),
  ...daysShape,
  reasons: z
    .array(
      z.object({
        verdict: z.string().describe('The state of the days.'),
        fault: z.enum(['ours', 'archive', 'time', 'none']).describe('Who can change it; time: not yet.'),
        days: z.number(),
        first: z.string().describe('The first of them, UTC.'),
        last: z.string(),
        reason: z.string(),
      }),
    )
    .describe('Why expected days are not held.'),
});

/** What a run leaves of one series: the requested days that are expected, held and missing, and why. */
export type SeriesDaysReport = z.output<typeof seriesDaysSchema>;

/** Series that a result lists. */
export const MOST_SERIES = 1_000;

const totalsShape = {
  series: z.number().describe('Series of the request of which anything is known.'),
  incomplete: z.number().describe('Those of them of which days are missing.'),
  ...daysShape,
};

/** What a run leaves of all series. */
export const runCoverageSchema = z.object({
  ...totalsShape,
  by_series: z
    .array(seriesDaysSchema)
    .describe('At most 1,000 series, the incomplete ones first; coverage.ndjson of the run has all.'),
  not_listed: z.number().describe('Series that by_series leaves out.'),
});

/** Requested days of a run by series, as they are at its end; `by_series` lists some, the incomplete ones first. */
export type RunCoverage = z.output<typeof runCoverageSchema>;

/** The days of all series of a run. */
export type RunDays = Omit<RunCoverage, 'by_series' | 'not_listed'>;

/** Gathers what a run leaves of each series; keeps no more series than it lists. */
export class RunCoverageTally {
  readonly #incomplete: SeriesDaysReport[] = [];
  readonly #others: SeriesDaysReport[] = [];
  #series = 0;
  #missing = 0;
  #days: DayCounts = addCounts([]);

  /** The requested days of each series that the record knows, in groups, as they are counted. Rejects when the signal aborts. */
  async *count(
    coverage: Pick<CoverageReader, 'cells'>,
    request: RequestedDays,
    signal: AbortSignal,
  ): AsyncGenerator<SeriesDaysReport[], void, undefined> {
    for await (const group of requestedSeries(coverage, request)) {
      if (signal.aborted) throw stoppedBy(signal);
      const counted = group.map((cells) => ({ cells, days: countDays(cells.codes) }));
      this.#days = addCounts([this.#days, ...counted.map(({ days }) => days)]);
      yield counted.map(({ cells, days }) => this.#add(seriesReport(cells, days)));
    }
  }

  /** What was counted by now. */
  days(): RunDays {
    return { series: this.#series, incomplete: this.#missing, ...this.#days };
  }

  /** The same, with the series that are listed. */
  coverage(): RunCoverage {
    const by_series = [...this.#incomplete, ...this.#others].slice(0, MOST_SERIES);
    return { ...this.days(), by_series, not_listed: this.#series - by_series.length };
  }

  #add(report: SeriesDaysReport): SeriesDaysReport {
    const isIncomplete = report.missing > 0;
    this.#series += 1;
    if (isIncomplete) this.#missing += 1;
    const list = isIncomplete ? this.#incomplete : this.#others;
    if (list.length < MOST_SERIES) list.push(report);
    return report;
  }
}

/** The coverage of a run with fewer series listed. */
export function shortened(coverage: RunCoverage, most: number): RunCoverage {
  const by_series = coverage.by_series.slice(0, most);
  return { ...coverage, by_series, not_listed: coverage.series - by_series.length };
}

function seriesReport(cells: SeriesCells, days: DayCounts): SeriesDaysReport {
  const found = new Map<DayState, { days: number; first: string; last: string }>();
  for (const { state, days: its, first, last } of holesOf(cells)) {
    const known = found.get(state);
    found.set(state, { days: (known?.days ?? 0) + its, first: known?.first ?? first, last });
  }
  const reasons = [...found].map(([state, span]) => {
    return { verdict: state, fault: DAY_STATE_SPECS[state].fault, ...span, reason: reasonOf(state) };
  });
  return { series: formatSeries(cells.series), ...days, reasons };
}
