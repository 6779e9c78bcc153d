import { asSeries, daysBetween, formatKey, monthsBetween } from '@tapehaul/archive';
import type { HoldingsReader, ObjectRecord } from '@tapehaul/catalog';
import { codeOf, isHeld } from '@tapehaul/coverage';
import type { ObjectAnswer, SettledAnswer } from '@tapehaul/planner';

/** A held file of settled days, as an answer would name it. */
export interface HeldFile {
  readonly answer: ObjectAnswer;
  readonly held: ObjectRecord;
}

/** Files that are looked up together. */
const GROUP = 256;

/** The held files of settled days, in groups; none where the days are not held. */
export async function* heldIn(
  { series: id, partition, first, last, state }: SettledAnswer,
  holdings: Pick<HoldingsReader, 'findAll'>,
): AsyncGenerator<HeldFile[], void, undefined> {
  const series = asSeries(id);
  if (series === undefined || !isHeld(codeOf(state))) return;
  let group: ObjectAnswer[] = [];
  const found = async (): Promise<HeldFile[]> => {
    const held = await holdings.findAll(group.map(({ key }) => key));
    return group.flatMap((answer) => {
      const file = held.get(answer.key);
      return file === undefined ? [] : [{ answer, held: file }];
    });
  };
  for (const period of partition === 'daily' ? daysBetween(first, last) : monthsBetween(first, last)) {
    const object = { ...series, partition, period };
    group.push({ kind: 'object', key: formatKey(object), object, by: 'matrix' });
    if (group.length < GROUP) continue;
    yield await found();
    group = [];
  }
  if (group.length > 0) yield await found();
}
