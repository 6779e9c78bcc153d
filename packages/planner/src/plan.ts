import { isDay, type Series, utcDay } from '@tapehaul/archive';
import { BUILT_IN_MATRIX, type Matrix } from '@tapehaul/config';
import { TapehaulError } from '@tapehaul/errors';
import type { Answer, KnownAnswer } from './answer/answer.ts';
import { Draft } from './answer/draft.ts';
import {
  type PlanRequest,
  type Requested,
  requestedSeries,
  requestedTypes,
  symbolsFor,
} from './request/request.ts';
import { type Scope, scopeOf } from './request/scope.ts';
import { type PlannedSeries, planSeries } from './series.ts';
import type { SettledDays } from './settled/settled-days.ts';
import { openWindows } from './settled/windows.ts';

/** What a plan needs beside the request. */
export interface PlanOptions {
  /** The current UTC day, which decides what can be published; today by default. */
  readonly today?: string;
  /** What the archive holds, and which intervals to take when the request names none; built in by default. */
  readonly matrix?: Matrix;
  /** Symbols that are known to exist in the archive, whatever their form. */
  readonly existing?: ReadonlySet<string> | undefined;
}

/**
 * Plans a request by what the archive is known to hold: every object that it needs and a verdict for every
 * span it cannot have, in the order market, data type, symbol, interval, time. Pure and lazy: nothing is
 * read, and memory does not grow with the number of series. Each day of each series is covered by exactly
 * one answer. Symbol patterns fit nothing here, since names come from a listing: see `planByListing`. Throws a
 * TapehaulError `config_invalid` when `today` is no day.
 */
export function* plan(request: PlanRequest, options: PlanOptions = {}): Generator<Answer, void, undefined> {
  const scope = scopeFor(request, options);
  for (const type of requestedTypes(request, options.matrix ?? BUILT_IN_MATRIX)) {
    for (const one of requestedSeries(type, symbolsFor(request, type.market), options.existing)) {
      for (const answers of answersOf(one, scope)) {
        for (const answer of answers) if (answer.kind !== 'settled') yield answer;
      }
    }
  }
}

/** Gives what is settled of a series; undefined where nothing is, or all of it is to be planned. */
export type SettledSource = (series: Series) => Promise<SettledDays | undefined>;

/** As {@link plan}, without days that are settled. Rejects as the source of these does. */
export async function* planUnsettled(
  request: PlanRequest,
  settledOf: SettledSource,
  options: PlanOptions = {},
): AsyncGenerator<KnownAnswer, void, undefined> {
  const scope = scopeFor(request, options);
  for (const type of requestedTypes(request, options.matrix ?? BUILT_IN_MATRIX)) {
    for (const one of requestedSeries(type, symbolsFor(request, type.market), options.existing)) {
      const settled = one.kind === 'series' ? await settledOf(one.series) : undefined;
      const parts =
        settled && openWindows(scope, settled).map((window) => ({ scope: window, listings: undefined }));
      const planned = parts && { parts, settled };
      for (const answers of answersOf(one, scope, planned)) for (const answer of answers) yield answer;
    }
  }
}

/** The span of a request, seen from a day. */
export function scopeFor({ date_range }: PlanRequest, { today }: PlanOptions): Scope {
  return scopeOf(date_range.start, date_range.end, checkedDay(today ?? utcDay()));
}

function checkedDay(today: string): string {
  if (isDay(today)) return today;
  const message = `got ${JSON.stringify(today)}, expected a UTC day as 2026-11-23`;
  throw new TapehaulError('config_invalid', `today: ${message}`, {
    problems: [{ path: 'today', message }],
    hint: 'Give the current UTC day, or leave it out.',
  });
}

/** The answers for one part of a request, some at a time. */
export function* answersOf(
  one: Requested,
  scope: Scope,
  planned?: PlannedSeries,
): Generator<readonly KnownAnswer[], void, undefined> {
  if (one.kind === 'series') {
    yield* planSeries(one.series, one.rows, scope, planned);
    return;
  }
  const { market, dataType } = one.type;
  const { reason, likely } = one.misfit;
  // That a symbol or a type is impossible follows from what is known of the archive.
  const draft = new Draft({ market, dataType, symbol: one.symbol, interval: null }, scope, 'matrix');
  draft.verdict(scope.first, scope.last, 'never_existed', reason, likely === undefined ? {} : { likely });
  yield draft.end();
}
