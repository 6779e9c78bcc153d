import {
  asSeries,
  daysBetween,
  formatKey,
  type HeldVersion,
  isReplaced,
  monthsBetween,
  type Partition,
} from '@tapehaul/archive';
import type { Answer, ObjectAnswer, VerdictAnswer } from '../answer.ts';

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
export type Compared = ComparedObject | VerdictAnswer;

/**
 * Compares an answer with what is held, under the key given. Verdicts that a listing shows are followed by
 * the held objects of the listed partition that lie in their span: those are gone upstream. Pure, as far as `held` is.
 */
export function* compare(
  answer: Answer,
  held: (key: string) => HeldObjectState | undefined,
): Generator<Compared, void, undefined> {
  if (answer.kind === 'object') {
    yield { ...answer, change: changeOf(answer.listed, held(answer.key)) };
    return;
  }
  yield answer;
  if (answer.listing !== undefined) yield* goneIn(answer, answer.listing, held);
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

function* goneIn(
  { series, first, last }: VerdictAnswer,
  partition: Partition,
  held: (key: string) => HeldObjectState | undefined,
): Generator<ComparedObject> {
  const whole = asSeries(series);
  if (whole === undefined) return;
  for (const period of partition === 'daily' ? daysBetween(first, last) : monthsBetween(first, last)) {
    const object = { ...whole, partition, period };
    const key = formatKey(object);
    if (held(key) !== undefined) yield { kind: 'object', key, object, by: 'listing', change: 'gone' };
  }
}
