import { addDays, formatSeries, seriesParts } from '@tapehaul/archive';
import {
  type CatalogReader,
  everyPage,
  everyRow,
  type Hole,
  type SeriesCells,
  type SeriesCoverage,
} from '@tapehaul/catalog';
import {
  addCounts,
  countDays,
  DAY_STATE_SPECS,
  type DayCounts,
  daySpans,
  isHeld,
  isRequested,
  isStale,
  reasonOf,
  type SeriesFilter,
} from '@tapehaul/coverage';
import { type FindingSpan, findingSpans } from './finding-spans.ts';
import { newestPlan, type PlanOf } from './newest-plan.ts';

/** Days of a series that are not held, and why. */
export interface CoverageSpan {
  readonly first: string;
  readonly last: string;
  readonly days: number;
  readonly verdict: string;
  readonly reason: string;
}

/** Consecutive days that are expected and not held. */
export interface CoverageHole extends CoverageSpan, Pick<Hole, 'fault' | 'evidence' | 'remedy'> {
  /** The run and the task that found it out; null where none did. */
  readonly run_id: string | null;
  readonly task_id: string | null;
}

/** What is known of a series in an output directory. */
export interface CoverageRow extends DayCounts {
  readonly series: string;
  readonly objects: number;
  readonly proved: number;
  /** How many of the objects were proved deep: their content was inflated and compared, too. */
  readonly deep: number;
  readonly bytes: number;
  /** First and last day that is held; null when none is. */
  readonly first: string | null;
  readonly last: string | null;
  /** Days that a daily and a monthly file hold. */
  readonly held_twice: number;
  /** Whether the newest day is older than the archive's calendar allows. */
  readonly stale: boolean;
  /** What the plan of the newest collection went by for it; null where that is not known, or it did not request the series. */
  readonly planned_by: 'matrix' | 'listing' | null;
  /** Why it went by the matrix although it should list the archive; null else. */
  readonly plan_warning: string | null;
  /** What is held, by partition. */
  readonly partitions: readonly Omit<SeriesCoverage, 'series'>[];
  /** Days that are expected and not held, in their order. */
  readonly holes: readonly CoverageHole[];
  /** Days that were requested and that the archive cannot have, in their order. */
  readonly not_expected: readonly CoverageSpan[];
  /** Days whose rows have findings, in their order; none where no table was built of the series. */
  readonly findings: readonly FindingSpan[];
}

/** A row, and the states of its days. */
export interface CoveredSeries {
  readonly row: CoverageRow;
  readonly cells: SeriesCells | undefined;
}

/**
 * What is known of each series whose name begins so, in the order of their names; where none does, of those of that symbol, or of
 * symbols that fit that pattern, such as `*USDT`.
 */
export async function* coveredSeries(
  record: CatalogReader,
  name: string,
  today: string,
): AsyncGenerator<CoveredSeries, void, undefined> {
  const { prefix, ...filter } = await namedBy(record, name);
  const held = Map.groupBy(
    (await Array.fromAsync(everyRow(everyPage((page) => record.coverage({ ...page, prefix }))))).filter(
      ({ series }) => isRequested(series, filter),
    ),
    ({ series }) => formatSeries(series),
  );
  const times = { today, planOf: await newestPlan(record) };
  for await (const cells of everyRow(everyPage((page) => record.cells({ ...page, prefix, ...filter })))) {
    const name = formatSeries(cells.series);
    yield { row: await rowOf(record, name, held.get(name) ?? [], cells, times), cells };
    held.delete(name);
  }
  // What stands in no partition that is known has no days.
  for (const [name, partitions] of held)
    yield { row: await rowOf(record, name, partitions, undefined, times), cells: undefined };
}

/** The series that a text names: by the beginning of their names, else by their symbol. */
async function namedBy(
  record: CatalogReader,
  name: string,
): Promise<SeriesFilter & { readonly prefix: string }> {
  const symbols = [name.toUpperCase()];
  const isBeginning =
    name === '' ||
    name.includes('/') ||
    (await record.cells({ prefix: name, limit: 1 })).rows.length > 0 ||
    (await record.coverage({ prefix: name, limit: 1 })).rows.length > 0;
  return isBeginning ? { prefix: name } : { prefix: '', symbols };
}

async function rowOf(
  record: CatalogReader,
  series: string,
  partitions: readonly SeriesCoverage[],
  cells: SeriesCells | undefined,
  { today, planOf }: { readonly today: string; readonly planOf: PlanOf },
): Promise<CoverageRow> {
  const plan = cells && planOf(cells.series);
  const sum = (figure: (it: SeriesCoverage) => number): number =>
    partitions.reduce((total, it) => total + figure(it), 0);
  const heldAt = (place: number | undefined): string | null =>
    cells === undefined || place === undefined || place === -1 ? null : addDays(cells.first, place);
  return {
    series,
    objects: sum(({ objects }) => objects),
    proved: sum(({ proved }) => proved),
    deep: sum(({ deep }) => deep),
    bytes: sum(({ bytes }) => bytes),
    first: heldAt(cells?.codes.findIndex(isHeld)),
    last: heldAt(cells?.codes.findLastIndex(isHeld)),
    ...(cells === undefined ? addCounts([]) : countDays(cells.codes)),
    held_twice: cells?.doubles ?? 0,
    stale: cells !== undefined && isStale(cells.series, cells, today),
    planned_by: plan?.by ?? null,
    plan_warning: plan?.warning ?? null,
    partitions: partitions.map(({ series: _, ...figures }) => figures),
    holes: cells === undefined ? [] : await holesIn(record, series, cells),
    not_expected: cells === undefined ? [] : await notExpected(record, cells),
    findings: findingSpans((await record.findingDays([seriesParts(series)])).get(series) ?? []),
  };
}

async function holesIn(record: CatalogReader, prefix: string, { series }: SeriesCells) {
  const faults = ['ours', 'archive', 'time'] as const;
  const query = { prefix, symbols: [series.symbol], faults };
  const holes = await Array.fromAsync(everyRow(everyPage((page) => record.holes({ ...query, ...page }))));
  return holes
    .filter((hole) => formatSeries(hole.series) === prefix)
    .toSorted((a, b) => (a.first < b.first ? -1 : 1))
    .map(({ first, last, days, state, fault, reason, evidence, runId, taskId, remedy }) => {
      const why = { verdict: state, fault, reason, evidence, run_id: runId, task_id: taskId, remedy };
      return { first, last, days, ...why };
    });
}

async function notExpected(record: CatalogReader, cells: SeriesCells): Promise<CoverageSpan[]> {
  const spans = [...daySpans(cells)].filter(
    ({ state }) => state !== 'unknown' && !DAY_STATE_SPECS[state].expected,
  );
  return Promise.all(
    spans.map(async ({ state, ...span }) => {
      // A name that the archive does not have may be a typing mistake: the plan knows what is nearest.
      const isName = state === 'never_existed';
      const reason = isName ? (await record.explainDay(cells.series, span.first)).reason : reasonOf(state);
      return { ...span, verdict: state, reason };
    }),
  );
}
