import type { SeriesId } from '@tapehaul/archive';
import type { SettledAnswer } from '../answer/answer.ts';
import { Draft } from '../answer/draft.ts';
import type { SeriesRows } from '../request/request.ts';
import type { Scope } from '../request/scope.ts';
import { isByMonth, type SettledDays } from './settled-days.ts';

/** Adds the settled ones of some days to a draft, without those that are left to a month; days are numbers, both included. */
export type TakeSettled = (first: number, last: number, left?: ReadonlySet<number>) => void;

/** Takes answers on the days of a series from what is settled; a series that has only months is settled by these. */
export function takeSettled(
  draft: Draft,
  { daily }: Pick<SeriesRows, 'daily'>,
  settled: SettledDays,
): TakeSettled {
  return (first, last, left) => {
    if (settled.isEmpty || first > last) return;
    for (const { first: from, last: to, span } of settled.parts(first, last)) {
      if (span === undefined) continue;
      const partition = daily === undefined || isByMonth(span.state) ? 'monthly' : 'daily';
      if (left === undefined || left.size === 0) draft.settled(from, to, span.state, partition);
      else
        for (let day = from; day <= to; day += 1)
          if (!left.has(day)) draft.settled(day, day, span.state, partition);
    }
  };
}

/** The answers on the settled ones of some days. */
export function settledAnswers(
  series: SeriesId,
  rows: Pick<SeriesRows, 'daily'>,
  scope: Scope,
  settled: SettledDays,
  { first, last }: { readonly first: number; readonly last: number },
): SettledAnswer[] {
  const draft = new Draft(series, scope, 'listing');
  takeSettled(draft, rows, settled)(first, last);
  return draft.end().filter((answer) => answer.kind === 'settled');
}
