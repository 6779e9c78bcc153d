import {
  addDays,
  asSeries,
  daysBetween,
  firstDayOf,
  formatKey,
  type HeldVersion,
  isReplaced,
  lastDayOf,
  monthsBetween,
  type Partition,
} from '@tapehaul/archive';
import type { KnownAnswer, ObjectAnswer, SettledAnswer, VerdictAnswer } from '../answer/answer.ts';

/**
 * What a plan means for what is held. `new`: not held. `replaced`: held, but upstream has another version.
 * `present`: held as it is upstream. `corrupt`: recorded, but not on disk as recorded. `gone`: held, and not
 * upstream any more. `disputed`: it contradicts its sidecar, and is fetched again only once upstream changes one of them.
 */
export type Change = 'new' | 'replaced' | 'present' | 'corrupt' | 'gone' | 'disputed';

/** One character for each change, as reports show it. */
export const CHANGE_SIGNS: Readonly<Record<Change, string>> = {
  new: '+',
  replaced: '~',
  present: '=',
  corrupt: '!',
  gone: '-',
  disputed: '?',
};

/** A held object as a plan is compared with it. */
export interface HeldObjectState extends HeldVersion {
  /** Whether the file is on disk as recorded. */
  readonly intact: boolean;
}

/** An object of the plan, or one that is held and gone upstream, with what is to be done about it. */
export type ComparedObject = Omit<ObjectAnswer, 'kind'> & {
  readonly kind: 'object';
  readonly change: Change;
};

/** A plan's answers, compared with what is held. */
export type Compared = ComparedObject | VerdictAnswer | SettledAnswer;

/**
 * Compares an answer with what is held, under the key given. A verdict that a listing shows speaks of the periods of the listed
 * partition that are not held; those that are held are gone upstream. Pure, as far as `held` is.
 */
export function* compare(
  answer: KnownAnswer,
  held: (key: string) => HeldObjectState | undefined,
): Generator<Compared, void, undefined> {
  if (answer.kind === 'object') yield { ...answer, change: changeOf(answer.listed, held(answer.key)) };
  else if (answer.kind === 'settled' || answer.listing === undefined) yield answer;
  else yield* aroundHeld(answer, answer.listing, held);
}

/** What a plan means for one object: `listed` is what a listing says of it, if one was made; `held` what is held. */
export function changeOf(
  listed: ObjectAnswer['listed'],
  held: HeldObjectState | undefined,
): Exclude<Change, 'gone'> {
  if (held === undefined) return 'new';
  if (listed !== undefined && isReplaced(held, listed)) return 'replaced';
  return held.intact ? 'present' : 'corrupt';
}

function* aroundHeld(
  verdict: VerdictAnswer,
  partition: Partition,
  held: (key: string) => HeldObjectState | undefined,
): Generator<Compared> {
  const { series, first, last } = verdict;
  const whole = asSeries(series);
  if (whole === undefined) {
    yield verdict;
    return;
  }
  let open = first;
  for (const period of partition === 'daily' ? daysBetween(first, last) : monthsBetween(first, last)) {
    const object = { ...whole, partition, period };
    const key = formatKey(object);
    if (held(key) === undefined) continue;
    const own = partition === 'daily' ? { from: period, to: period } : monthSpan(period);
    if (open < own.from) yield { ...verdict, first: open, last: addDays(own.from, -1) };
    yield { kind: 'object', key, object, by: 'listing', change: 'gone' };
    open = addDays(own.to, 1);
  }
  if (open <= last) yield { ...verdict, first: open };
}

function monthSpan(month: string): { readonly from: string; readonly to: string } {
  return { from: firstDayOf(month), to: lastDayOf(month) };
}
