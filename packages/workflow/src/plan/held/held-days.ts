import { daysBetween } from '@tapehaul/archive';
import type { HoldingsReader } from '@tapehaul/catalog';
import type { DayState } from '@tapehaul/coverage';
import { type Answer, holdsMoreThanDays, type KnownAnswer, type ObjectAnswer } from '@tapehaul/planner';
import { unsettledIn } from '../settled/unsettled-in.ts';
import { type KnownDays, spanOf } from './known-days.ts';

/** What decides whether a month gives way to its days. */
export interface HeldDaysOptions {
  readonly holdings: Pick<HoldingsReader, 'findAll'>;
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
  { holdings, known, needsProof }: HeldDaysOptions,
): Promise<readonly KnownAnswer[]> {
  const months = answers
    .filter((answer) => answer.kind === 'object')
    .filter(({ object, instead }) => {
      const { first, last } = spanOf(object);
      return instead !== undefined && known.holdsAny(object, first, last);
    });
  if (months.length === 0) return answers;
  const heldMonths = await holdings.findAll(months.map(({ key }) => key));
  const replaceable = new Set<KnownAnswer>(months.filter(({ key }) => !heldMonths.has(key)));
  return answers.flatMap((answer) => {
    if (answer.kind !== 'object' || !replaceable.has(answer)) return [answer];
    const days = answer.instead?.answers() ?? [];
    const held = heldIn(answer, days, known, needsProof);
    if (held === undefined) return [answer];
    const { settled = [] } = answer;
    const open = days.flatMap((day) => unsettledIn(day, settled));
    return [...settled, ...open.map((day) => inPlaceOf(answer, day, held))];
  });
}

/** How many days of a month are held, where its days are to be planned in its place; undefined where they are not. */
function heldIn(
  month: ObjectAnswer,
  days: readonly Answer[],
  known: KnownDays,
  needsProof: boolean,
): number | undefined {
  let held = 0;
  let wanted = 0;
  for (const answer of days) {
    const { first, last } = answer.kind === 'object' ? spanOf(answer.object) : answer;
    for (const { state } of known.states(month.object, first, last)) {
      const isHeld = isHeldDay(state, needsProof);
      if (!isHeld && isOnlyInMonth(month, days, answer, state)) return undefined;
      if (isHeld) held += 1;
      if (isHeld || answer.kind === 'object' || answer.verdict === 'not_yet_published') wanted += 1;
    }
  }
  return 2 * held > wanted ? held : undefined;
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
