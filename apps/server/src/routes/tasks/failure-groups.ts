import { setImmediate } from 'node:timers/promises';
import { failureAdvice, stoppedBy } from '@tapehaul/errors';
import { type CatalogReader, type FailedTask, parseKey } from '@tapehaul/workflow';
import type * as z from 'zod';
import type { failuresSchema, Grouping } from './failure-schemas.ts';
import { taskHint } from './task-hint.ts';

/** Groups that are listed. */
const MOST = 50;
/** What tasks that are no files are grouped under, where files are grouped by their parts. */
const OTHER = 'other';

interface Group {
  tasks: number;
  readonly example: FailedTask;
  readonly codes: Map<string, number>;
}

/**
 * The failed tasks of a run in groups. By code they are counted already; else each is read, a thousand at once, and other requests get
 * their turn in between. Rejects with `cancelled` when stopped.
 */
export async function groupedFailures(
  record: Pick<CatalogReader, 'failures' | 'failedTasks'>,
  run: string,
  by: Grouping,
  signal: AbortSignal,
): Promise<FailureGroups> {
  const groups = new FailureGroups(by);
  if (by === 'code') {
    for (const { code, tasks, exampleTaskId: taskId, exampleMessage: message } of await record.failures(run))
      groups.add({ taskId, code, message }, tasks);
    return groups;
  }
  for await (const tasks of record.failedTasks(run)) {
    for (const task of tasks) groups.add(task);
    await setImmediate();
    if (signal.aborted) throw stoppedBy(signal);
  }
  return groups;
}

/** Failed tasks, grouped as they are read. */
export class FailureGroups {
  readonly #by: Grouping;
  readonly #groups = new Map<string, Group>();
  #total = 0;

  constructor(by: Grouping) {
    this.#by = by;
  }

  /** Adds a task, or several alike of which it is one. */
  add(task: FailedTask, tasks = 1): void {
    const value = groupOf(task, this.#by);
    const group = this.#groups.get(value) ?? { tasks: 0, example: task, codes: new Map() };
    this.#groups.set(value, group);
    group.tasks += tasks;
    group.codes.set(task.code, (group.codes.get(task.code) ?? 0) + tasks);
    this.#total += tasks;
  }

  /** The largest groups, each with what its most frequent code calls for. */
  answer(): z.output<typeof failuresSchema> {
    const sorted = [...this.#groups].sort(([a, one], [b, two]) => two.tasks - one.tasks || (a < b ? -1 : 1));
    const rows = sorted.slice(0, MOST).map(([value, { tasks, example, codes }]) => {
      const [code = 'unknown'] = [...codes].sort((a, b) => b[1] - a[1])[0] ?? [];
      const { fault, retryHelps } = failureAdvice(code);
      return {
        value,
        tasks,
        code,
        fault,
        retry_helps: retryHelps,
        example_key: example.taskId,
        example_message: example.message,
        hint: taskHint(example.taskId, code),
      };
    });
    return { by: this.#by, total: this.#total, rows };
  }
}

function groupOf({ taskId, code }: FailedTask, by: Grouping): string {
  if (by === 'code') return code;
  const object = parseKey(taskId);
  if (object === undefined) return OTHER;
  return { symbol: object.symbol, data_type: object.dataType, day: object.period }[by];
}
