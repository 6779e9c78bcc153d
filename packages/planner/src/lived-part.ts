import { dayNumber } from '@tapehaul/archive';
import type { KnownAnswer, VerdictAnswer } from './answer/answer.ts';
import type { Listings } from './answer/series-listing.ts';
import type { Bounds } from './bounds.ts';
import { listedDays } from './months/month-finding.ts';
import { holdsMoreThanDays } from './months/month-size.ts';
import type { Scope, ScopeMonth } from './request/scope.ts';

/** What shows in which days of a month a series exists. */
export interface SeriesLife {
  readonly scope: Scope;
  readonly daily: Bounds;
  readonly monthly: Bounds;
  readonly listings: Listings | undefined;
  /** Plans the days of a month. */
  readonly daysOf: (month: ScopeMonth) => readonly KnownAnswer[];
}

/** The days of a month that its file can hold, and verdicts on the others. */
export interface LivedPart {
  readonly lived: ScopeMonth;
  readonly before: readonly VerdictAnswer[];
  readonly behind: readonly VerdictAnswer[];
}

/**
 * The days of a month that its file can hold: without those before the first file and behind the last file of the series, by what
 * is known of the type, and by the listed days where the month is not larger than these.
 */
export function livedPart(month: ScopeMonth, life: SeriesLife): LivedPart {
  if (isLivedThrough(month, life)) return allOf(month);
  const answers = life.daysOf(month);
  const isOutside = outsideOf(month, life);
  const before: VerdictAnswer[] = [];
  const behind: VerdictAnswer[] = [];
  for (const answer of answers) {
    if (answer.kind !== 'verdict' || answer.verdict !== 'before_first' || !isOutside(answer)) break;
    before.push(answer);
  }
  for (const answer of answers.toReversed()) {
    if (answer.kind !== 'verdict' || !ENDS.has(answer.verdict) || !isOutside(answer)) break;
    behind.unshift(answer);
  }
  const [newest, oldest] = [before.at(-1), behind[0]];
  const first = newest === undefined ? month.first : dayNumber(newest.last) + 1;
  const last = oldest === undefined ? month.last : dayNumber(oldest.first) - 1;
  // That the file exists shows that it holds something.
  return first > last ? allOf(month) : { lived: { ...month, first, last }, before, behind };
}

function allOf(month: ScopeMonth): LivedPart {
  return { lived: month, before: [], behind: [] };
}

const ENDS: ReadonlySet<string> = new Set(['after_last', 'type_ended']);

/** Whether a series surely exists on the first and the last day of a month: so it is for almost all. */
function isLivedThrough({ first, last }: ScopeMonth, { scope, daily, listings }: SeriesLife): boolean {
  const listed = listings?.daily?.objects;
  return listed === undefined
    ? first >= daily.first && last <= daily.last
    : listed.has(scope.text(first)) && listed.has(scope.text(last));
}

/** Whether a verdict on days at the beginning or the end of a month is about its monthly file, too. */
function outsideOf(
  month: ScopeMonth,
  { scope, monthly, listings }: SeriesLife,
): (verdict: VerdictAnswer) => boolean {
  const days = listedDays(scope, month, listings?.daily).map(({ size }) => size);
  const bytes = listings?.monthly?.objects.get(month.text)?.size;
  const isByDays = bytes !== undefined && days.length > 0 && !holdsMoreThanDays(bytes, days);
  return ({ first, last, listing }) =>
    isByDays ||
    (listing === undefined && (dayNumber(last) < monthly.first || dayNumber(first) > monthly.last));
}
