import { daysBetween } from '@tapehaul/archive';
import type { CatalogReader } from '@tapehaul/catalog';
import type { DayState } from '@tapehaul/coverage';
import { type Answer, holdsMoreThanDays, type KnownAnswer, type ObjectAnswer } from '@tapehaul/planner';
import { unsettledIn } from '../settled/unsettled-in.ts';
import { type KnownDays, spanOf } from './known-days.ts';
import { type KnownLife, knownLife } from './known-life.ts';

/** What decides whether a month gives way to its days. */
export interface HeldDaysOptions {
  readonly record: Pick<CatalogReader, 'findAll' | 'cellsOf'>;
  readonly known: KnownDays;
  /** Whether only files that are proved count; false where no proof is requested. */
  readonly needsProof: boolean;
}

/** States of days that the archive is known to have no usable daily file of. */
const UNAVAILABLE: ReadonlySet<DayState> = new Set(['absent', 'gap', 'disputed']);

/**
 * Plans the days of a month in place of its monthly file where they are held: nothing is to be held twice. That goes for a
 * month that is not held, of which most days are held, and the others exist as days, may still come, or cannot exist. Where a
 * day is in the month alone, the month is planned: completeness comes first.
 */
export async function withHeldDays(
  answers: readonly KnownAnswer[],
  options: HeldDaysOptions,
): Promise<readonly KnownAnswer[]> {
  const { record, known } = options;
  const months = answers
    .filter((answer) => answer.kind === 'object')
    .filter(({ object, instead }) => {
      const { first, last } = spanOf(object);
      return instead !== undefined && known.holdsAny(object, first, last);
    });
  if (months.length === 0) return answers;
  const heldMonths = await record.findAll(months.map(({ key }) => key));
  const inPlace = new Map<KnownAnswer, readonly KnownAnswer[]>();
  for (const month of months) {
    if (heldMonths.has(month.key)) continue;
    const days = month.instead?.answers() ?? [];
    const held = heldIn(month, days, options) ?? (await heldInLife(month, days, options));
    if (held === undefined) continue;
    const { settled = [] } = month;
    const open = days.flatMap((day) => unsettledIn(day, settled));
    inPlace.set(month, [...settled, ...open.map((day) => inPlaceOf(month, day, held))]);
  }
  return answers.flatMap((answer) => inPlace.get(answer) ?? [answer]);
}

/**
 * As {@link heldIn}, of a month in which a series seems to begin or end: a plan by the matrix does not know that, and the days
 * before or behind were not found.
 */
async function heldInLife(
  month: ObjectAnswer,
  days: readonly Answer[],
  options: HeldDaysOptions,
): Promise<number | undefined> {
  if (month.listed !== undefined) return undefined;
  const life = await knownLife(month.object, spanOf(month.object), options.record);
  if (life.first === undefined && life.last === undefined) return undefined;
  return heldIn(month, days, options, life);
}

/** How many days of a month are held, where its days are to be planned in its place; undefined where they are not. */
function heldIn(
  month: ObjectAnswer,
  days: readonly Answer[],
  { known, needsProof }: HeldDaysOptions,
  life?: KnownLife,
): number | undefined {
  let held = 0;
  let wanted = 0;
  for (const answer of days) {
    const { first, last } = answer.kind === 'object' ? spanOf(answer.object) : answer;
    for (const { day, state } of known.states(month.object, first, last)) {
      const isHeld = isHeldDay(state, needsProof);
      if (!isHeld && isOutside(day, state, life)) continue;
      if (!isHeld && isOnlyInMonth(month, days, answer, state)) return undefined;
      if (isHeld) held += 1;
      if (isHeld || answer.kind === 'object' || answer.verdict === 'not_yet_published') wanted += 1;
    }
  }
  return 2 * held > wanted ? held : undefined;
}

/** Whether a day was requested and not found, before the first or behind the last day of its series. */
function isOutside(day: string, state: DayState, life: KnownLife | undefined): boolean {
  if (life === undefined || (state !== 'absent' && state !== 'gap')) return false;
  const { first, last } = life;
  return (first !== undefined && day < first) || (last !== undefined && day > last);
}

function isHeldDay(state: DayState, needsProof: boolean): boolean {
  return state === 'proved' || state === 'accepted' || (state === 'unverified' && !needsProof);
}

/** Whether a day that is not held is in the month alone. */
function isOnlyInMonth(
  month: ObjectAnswer,
  days: readonly Answer[],
  answer: Answer,
  state: DayState,
): boolean {
  if (answer.kind === 'object')
    return answer.listed === undefined ? UNAVAILABLE.has(state) : state === 'disputed';
  if (answer.verdict === 'gap' || answer.verdict === 'never_existed') return true;
  // What is known of the type or the contract holds for months too; what days are listed does not.
  return answer.listing !== undefined && answer.verdict !== 'not_yet_published' && hasMore(month, days);
}

function hasMore({ listed }: ObjectAnswer, days: readonly Answer[]): boolean {
  const sizes = days.flatMap((day) => (day.kind === 'object' && day.listed ? [day.listed.size] : []));
  return listed === undefined || holdsMoreThanDays(listed.size, sizes);
}

function inPlaceOf({ object }: ObjectAnswer, day: Answer, held: number): Answer {
  if (day.kind === 'verdict') return day;
  const { first, last } = spanOf(object);
  const reason = `${held} of its ${[...daysBetween(first, last)].length} days are held as daily files`;
  return { ...day, because: { month: object.period, finding: 'days_held', reason } };
}
