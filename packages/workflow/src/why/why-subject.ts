import { firstDayOf, isDay, isMonth, lastDayOf, type SeriesParts, sidecarOwner } from '@tapehaul/archive';
import { TapehaulError } from '@tapehaul/errors';
import { objectAt } from '@tapehaul/planner';
import { REPLACED } from '../directory.ts';

/** What a question is about. */
export interface WhySubject {
  /** Parts of the name of a series, in any order; all of it where a file was named. */
  readonly words: readonly string[];
  /** The series, where a file was named. */
  readonly series?: SeriesParts;
  /** First and last day, UTC. */
  readonly first: string;
  readonly last: string;
}

const EXAMPLE =
  'Name a series and a day, a month or a range: BTCUSDT 1h 2025-06-14, or 2025-06-01..2025-06-14.';

/**
 * Reads what a question is about: parts of the name of a series, then a day, a month, a range `2025-06-01..2025-06-14`, or two
 * days; or a key, or the path or the name of a file. Throws a TapehaulError `config_invalid` for anything else.
 */
export function whySubject(question: readonly string[]): WhySubject {
  const [only = ''] = question;
  const object = question.length === 1 ? objectAt(currentPath(only)) : undefined;
  if (object !== undefined) {
    const { market, dataType, symbol, interval, period } = object;
    const series = { market, dataType, symbol, interval };
    return { words: [only], series, first: firstDay(period), last: lastDay(period) };
  }
  // A shell passes a question in quotes as one argument.
  const words =
    (question.length === 1 ? wordsOfFile(only) : undefined) ?? question.flatMap((part) => part.split(/\s+/));
  const periods = words.flatMap((word) => (isPeriod(word) ? word.split('..') : []));
  const names = words
    .filter((word) => !isPeriod(word))
    .flatMap((word) => word.split('/'))
    .filter((it) => it !== '');
  const wrong = names.find((word) => /^\d{4}-\d/.test(word));
  if (wrong !== undefined) throw invalid(`${wrong} is not a day, a month or a range of days`);
  const [from, to = from, ...more] = periods;
  if (names.length === 0) throw invalid('no series is named');
  if (from === undefined || to === undefined) throw invalid('no day is named');
  if (more.length > 0) throw invalid('more than two days are named');
  const [first, last] = [firstDay(from), lastDay(to)];
  if (first > last) throw invalid(`${first} is after ${last}`);
  return { words: names, first, last };
}

/** What the name of a file says without its folders, such as `BTCUSDT-1h-2025-06-14.zip`: parts of a series, and a day or a month. */
function wordsOfFile(path: string): string[] | undefined {
  const [, names, period] = /(?:^|\/)([^/]+)-(\d{4}-\d{2}(?:-\d{2})?)\.zip$/.exec(currentPath(path)) ?? [];
  return names === undefined || period === undefined ? undefined : [...names.split('-'), period];
}

/** The path of the zip that a sidecar or a kept former version belongs to. */
function currentPath(path: string): string {
  const zip = sidecarOwner(path) ?? path;
  return zip.includes(`${REPLACED}/`) ? zip.replace(/\.[0-9a-f]+\.zip$/, '.zip') : zip;
}

function isPeriod(word: string): boolean {
  const parts = word.split('..');
  return parts.length <= 2 && parts.every((part) => isDay(part) || isMonth(part));
}

function firstDay(period: string): string {
  return isMonth(period) ? firstDayOf(period) : period;
}

function lastDay(period: string): string {
  return isMonth(period) ? lastDayOf(period) : period;
}

function invalid(message: string): TapehaulError {
  return new TapehaulError('config_invalid', message, { hint: EXAMPLE });
}
