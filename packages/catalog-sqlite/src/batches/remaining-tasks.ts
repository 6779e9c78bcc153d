import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { PlannedTask } from '@tapehaul/catalog';
import { SCHEDULED, type SeenClass } from '@tapehaul/catalog/rules';
import { parsedJson } from '../rows/rows.ts';
import { UntouchedTasks } from '../tasks/untouched-tasks.ts';
import { RemainingFolders } from './remaining-folders.ts';

/** Tasks that are read together. */
const TOGETHER = 1_000;

/** Reads the planned tasks that have no outcome. */
export class RemainingTasks {
  /** The same tasks, added up. */
  readonly folders: RemainingFolders;
  readonly #classesOf: (run: number) => SeenClass[];
  readonly #begun: StatementSync;
  readonly #untouched: UntouchedTasks;

  constructor(database: DatabaseSync, classesOf: (run: number) => SeenClass[]) {
    this.#classesOf = classesOf;
    this.#begun = database.prepare(
      `SELECT tasks.number, task_id, input, coalesce(progress.bytes, tasks.bytes) AS bytes
       FROM progress JOIN tasks ON tasks.run = progress.run AND tasks.number = progress.number
       WHERE progress.class = ? AND progress.number > ? ORDER BY progress.number LIMIT ?`,
    );
    this.folders = new RemainingFolders(database);
    this.#untouched = new UntouchedTasks(database);
  }

  /** The remaining tasks of a name behind a number, and the number of the last of them. */
  behind(run: number, name: string, after: number): { rows: PlannedTask[]; last: number } {
    const open = this.#classesOf(run).filter((it) => it.phase !== 'final' && it.name === name);
    const rows = open
      .flatMap((it) => [
        ...this.#begun.all(it.id, after, TOGETHER),
        ...(it.state === SCHEDULED ? this.#untouched.behind(it, after, TOGETHER) : []),
      ])
      .sort((a, b) => Number(a.number) - Number(b.number))
      .slice(0, TOGETHER);
    const tasks = rows.map(({ task_id, input, bytes }) => ({
      taskId: String(task_id),
      name,
      input: parsedJson(input),
      ...(bytes === null ? {} : { bytes: Number(bytes) }),
    }));
    return { rows: tasks, last: Number(rows.at(-1)?.number ?? after) };
  }
}
