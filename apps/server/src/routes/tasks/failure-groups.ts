import { failureAdvice } from '@tapehaul/errors';
import { type FailedTask, parseKey } from '@tapehaul/workflow';
import type * as z from 'zod';
import type { failuresSchema, Grouping } from './failure-schemas.ts';

/** Groups that are listed. */
const MOST = 50;

interface Group {
  tasks: number;
  readonly example: FailedTask;
  readonly codes: Map<string, number>;
}

/** Failed tasks, grouped as they are read. */
export class FailureGroups {
  readonly #by: Grouping;
  readonly #groups = new Map<string, Group>();
  #total = 0;

  constructor(by: Grouping) {
    this.#by = by;
  }

  add(task: FailedTask): void {
    const value = groupOf(task, this.#by);
    const group = this.#groups.get(value) ?? { tasks: 0, example: task, codes: new Map() };
    this.#groups.set(value, group);
    group.tasks += 1;
    group.codes.set(task.code, (group.codes.get(task.code) ?? 0) + 1);
    this.#total += 1;
  }

  /** The largest groups, each with what its most frequent code calls for. */
  answer(): z.output<typeof failuresSchema> {
    const sorted = [...this.#groups].sort(([a, one], [b, two]) => two.tasks - one.tasks || (a < b ? -1 : 1));
    const rows = sorted.slice(0, MOST).map(([value, { tasks, example, codes }]) => {
      const [code = 'unknown'] = [...codes].sort((a, b) => b[1] - a[1])[0] ?? [];
      const { fault, retryHelps, hint } = failureAdvice(code);
      return {
        value,
        tasks,
        code,
        fault,
        retry_helps: retryHelps,
        example_key: example.taskId,
        example_message: example.message,
        hint,
      };
    });
    return { by: this.#by, total: this.#total, rows };
  }
}

/** What a task is grouped under; `other` for one that is no file, where files are grouped by their parts. */
function groupOf({ taskId, code }: FailedTask, by: Grouping): string {
  if (by === 'code') return code;
  const object = parseKey(taskId);
  if (object === undefined) return OTHER;
  return { symbol: object.symbol, data_type: object.dataType, day: object.period }[by];
}

const OTHER = 'other';
