import type { TaskRecord } from '../../records/records.ts';

/** What a row is sorted by, and an id that makes it unique. */
export type RowKey = readonly [key: number, id: number];

/** Orders in which tasks that have begun are listed, the greatest first. */
export type BegunOrder = 'slowest' | 'latest';

/** A page of tasks that were all read, by their numbers; `next` is the place behind which there are more. */
export function sortedPage(
  tasks: ReadonlyMap<number, TaskRecord>,
  order: BegunOrder,
  { after, limit }: { readonly after: RowKey | undefined; readonly limit: number },
): { rows: TaskRecord[]; next: RowKey | undefined } {
  const placed = [...tasks].flatMap(([number, task]) => {
    const key = placeOf(task, order);
    return key === null ? [] : [{ task, place: [key, number] as const }];
  });
  const left = placed
    .filter(({ place }) => after === undefined || descending(after, place) < 0)
    .sort((a, b) => descending(a.place, b.place));
  const shown = left.slice(0, limit);
  return {
    rows: shown.map(({ task }) => task),
    next: left.length > limit ? shown.at(-1)?.place : undefined,
  };
}

function placeOf({ startedAt, updatedAt, durationMs }: TaskRecord, order: BegunOrder): number | null {
  if (order === 'slowest') return durationMs;
  return startedAt === null ? null : updatedAt;
}

function descending(a: RowKey, b: RowKey): number {
  return b[0] - a[0] || b[1] - a[1];
}
