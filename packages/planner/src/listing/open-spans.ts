import { addDays, dayNumber, dayText, firstDayOf, monthOf, nextMonth } from '@tapehaul/archive';
import { boundsOf } from '../bounds.ts';
import type { Scope } from '../request/scope.ts';
import type { SettledDays } from '../settled/settled-days.ts';
import type { KnownOlder, ListedSpan, RequestedSeries } from './listed-spans.ts';

/**
 * What has to be listed of a part of a series that is not settled, from the spans that all of the part would need: days from the
 * first that is not settled, where no monthly file can take their place yet; months with those before and after them, which
 * they are compared with. What is settled says what older files exist.
 */
export function openSpans(
  { rows, series }: RequestedSeries,
  scope: Scope,
  settled: SettledDays,
  spans: readonly ListedSpan[],
): ListedSpan[] {
  return spans.map((span) => {
    if (span.partition === 'monthly') {
      // A month whose days can be listed needs no older files: what is missing is found by these.
      const older = rows.daily === undefined ? olderMonths(span.first, settled) : NOT_NEEDED;
      const around = settled.isEmpty
        ? span
        : { ...span, first: monthBefore(span.first), last: nextMonth(span.last) };
      return { ...around, ...(older && { older }) };
    }
    if (settled.isEmpty) return span;
    const [month] = scope.months;
    const isReplaceable = rows.monthly !== undefined && month?.whole === true && month.due <= scope.today;
    const open = [...settled.parts(scope.first, scope.last)].find((part) => part.span === undefined);
    const first = isReplaceable ? scope.first : Math.max(dayNumber(span.first), open?.first ?? scope.first);
    const older = olderDays(first, settled);
    const begins = rows.daily === undefined ? undefined : boundsOf(rows.daily, series.symbol).first;
    const isWhole =
      span.isWhole === true || settled.before(first)?.state === 'before_first' || first === begins;
    return {
      ...span,
      first: dayText(first),
      isWhole: isWhole && older === undefined,
      ...(older && { older }),
    };
  });
}

const NOT_NEEDED: KnownOlder = {};

/** What is known of files before a day. */
function olderDays(day: number, settled: SettledDays): KnownOlder | undefined {
  const newest = settled.newestHeld(day, 'any');
  const last = settled.before(day);
  const isOver = last?.state === 'after_last';
  const exist = settled.newestHeld(day, 'day') !== undefined || isOver || last?.state === 'gap';
  if (!exist) return undefined;
  if (newest !== undefined) return { newest: dayText(newest) };
  return isOver ? { noneSince: dayText(last.first) } : {};
}

function olderMonths(month: string, settled: SettledDays): KnownOlder | undefined {
  const newest = settled.newestHeld(dayNumber(firstDayOf(month)), 'any');
  return newest === undefined ? undefined : { newest: monthOf(dayText(newest)) };
}

function monthBefore(month: string): string {
  return monthOf(addDays(firstDayOf(month), -1));
}
