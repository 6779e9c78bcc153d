import type { Partition } from '@tapehaul/archive';
import { isHeldFile, isOutsideOfLife } from './day-state.ts';
import { codeOf } from './states.ts';

const UNKNOWN = codeOf('unknown');
const PLANNED = codeOf('planned');
const MONTH_SHORT = codeOf('month_short');
const FIRST_VERDICT = codeOf('not_yet_published');
const LAST_VERDICT = codeOf('gap');

/** States that say something new of a file which is held as well: they change nothing of that. */
const NEVER_OVER_HELD: ReadonlySet<number> = new Set([
  PLANNED,
  ...Array.from({ length: LAST_VERDICT - FIRST_VERDICT + 1 }, (_, place) => FIRST_VERDICT + place),
  codeOf('absent'),
  codeOf('failed'),
  codeOf('disputed'),
]);

/**
 * What is known of a file after another statement about it, both as codes. The latest statement wins, but a plan, a verdict or
 * a failed attempt does not take away what is held, and a month that was found short stays so when it is held, until a
 * plan requests it anew.
 */
export function markedCode(partition: Partition, known: number, next: number): number {
  if (isHeldFile(known) && NEVER_OVER_HELD.has(next)) return known;
  if (partition === 'monthly' && known === MONTH_SHORT && isHeldFile(next)) return known;
  return next;
}

/** What was known of a monthly file, and a statement about it, as codes. */
export interface MonthStatement {
  readonly known: number;
  readonly next: number;
  /** Whether it is that of a plan which has listed the series. */
  readonly isListed: boolean;
}

/**
 * Whether a statement about a monthly file makes what is known of one of its days, a code, obsolete: the plan that requests the
 * month, and the month once it is held, know better than a verdict of an earlier plan. That the series does not exist on the day
 * is ended by a plan alone where one has spoken of the month.
 */
export function endsVerdict({ known, next, isListed }: MonthStatement, day: number): boolean {
  if (!isVerdict(day) || !endsVerdicts(next)) return false;
  return next === PLANNED || isListed || known === UNKNOWN || !isOutsideOfLife(day);
}

/** Whether a statement about a monthly file, as a code, makes any verdict about its days obsolete. */
export function endsVerdicts(next: number): boolean {
  return next === PLANNED || isHeldFile(next);
}

/** Whether a code is a planner's verdict about a day, which no file belongs to. */
export function isVerdict(code: number): boolean {
  return code >= FIRST_VERDICT && code <= LAST_VERDICT;
}
