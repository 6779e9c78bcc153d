import { formatSeries } from '@tapehaul/archive';
import type { FailedTask, FailureClass, ObjectRecord, SeriesCoverage } from '@tapehaul/catalog';
import { isFailure } from '@tapehaul/catalog/rules';
import type { MemoryRun } from './memory-run.ts';

/** Failed tasks by error code, the most frequent first. */
export function failuresOf(run: MemoryRun): FailureClass[] {
  const byCode = new Map<string, FailureClass>();
  for (const { taskId, progress } of run.tasks.values()) {
    const { phase, state, errorCode, errorMessage } = progress;
    if (phase !== 'final' || !isFailure(state, errorCode)) continue;
    const code = errorCode ?? 'unknown';
    const known = byCode.get(code) ?? {
      code,
      tasks: 0,
      exampleTaskId: taskId,
      exampleMessage: errorMessage ?? '',
    };
    byCode.set(code, { ...known, tasks: known.tasks + 1 });
  }
  return [...byCode.values()].sort((a, b) => b.tasks - a.tasks);
}

/** Each failed task, in the order of the plan. */
export function failedTasksOf(run: MemoryRun): FailedTask[] {
  return [...run.tasks.values()].flatMap(({ taskId, progress }) => {
    const { phase, state, errorCode, errorMessage } = progress;
    if (phase !== 'final' || !isFailure(state, errorCode)) return [];
    return [{ taskId, code: errorCode ?? 'unknown', message: errorMessage ?? '' }];
  });
}

/** Objects in the order of their series, summed up by series and partition. */
export function coverageOf(objects: Iterable<ObjectRecord>): SeriesCoverage[] {
  const sums = new Map<string, SeriesCoverage>();
  for (const { series, partition, period, bytes, proof, depth } of objects) {
    if (series === null) continue;
    const place = `${formatSeries(series)}\0${partition ?? ''}`;
    const at = period ?? '';
    const empty = { objects: 0, proved: 0, deep: 0, bytes: 0, first: at };
    const known = sums.get(place) ?? { series, partition: partition ?? '', ...empty, last: at };
    sums.set(place, {
      ...known,
      objects: known.objects + 1,
      proved: known.proved + (proof === 'sidecar' ? 1 : 0),
      deep: known.deep + (depth === 'deep' ? 1 : 0),
      bytes: known.bytes + bytes,
      last: at,
    });
  }
  return [...sums.values()];
}

/** Objects in the order of their keys; or those whose series has a name that begins so, in the order of names. */
export function heldInOrder(held: Iterable<ObjectRecord>, prefix?: string): ObjectRecord[] {
  const objects = [...held].sort((a, b) => compareText(a.key, b.key));
  if (prefix === undefined) return objects;
  const name = ({ series }: ObjectRecord): string | null => series && formatSeries(series);
  const order = (object: ObjectRecord): string =>
    [name(object), object.partition, object.period, object.key].join('\0');
  return objects
    .filter((object) => name(object)?.startsWith(prefix) === true)
    .sort((a, b) => compareText(order(a), order(b)));
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
