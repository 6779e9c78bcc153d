import type { LogEvent, LogLevel } from '@tapehaul/workflow';
import type { PrefectLog } from '../api/bodies.ts';
import type { BoundedQueue } from '../queue/bounded-queue.ts';
import type { TaskRuns } from './task-runs.ts';

/** Most lines of the log that are reported of a run; the record has all. */
const MOST_LINES = 10_000;
/** Most of a line, in characters; the server takes 1 MB. */
const MOST_CHARACTERS = 10_000;
/** Name of the logger that lines are shown with. */
const NAME = 'tapehaul';
/** Levels as Python numbers them. */
const LEVELS = { debug: 10, info: 20, warn: 30, error: 40 } as const satisfies Record<LogLevel, number>;

/** Reports lines of the log, up to a limit, each with the task run that it belongs to. */
export class RunLogs {
  readonly #logs: Pick<BoundedQueue<PrefectLog>, 'add'>;
  #lines = 0;

  constructor(logs: Pick<BoundedQueue<PrefectLog>, 'add'>) {
    this.#logs = logs;
  }

  /** Lines that came after the limit. */
  get leftOut(): number {
    return Math.max(0, this.#lines - MOST_LINES);
  }

  receive(line: LogEvent, taskRuns: Pick<TaskRuns, 'of'>): void {
    this.#lines += 1;
    if (this.#lines > MOST_LINES) return;
    const { taskId, level, at, message } = line;
    const taskRun = taskRuns.of(line);
    // A task without a task run of its own is named.
    const text = taskId === null || taskRun !== undefined ? message : `${taskId}: ${message}`;
    this.#add(level, at, text, taskRun);
  }

  /** Says something beside the log of the run. */
  say(level: LogLevel, message: string): void {
    this.#add(level, Date.now(), message, undefined);
  }

  #add(level: LogLevel, at: number, message: string, task_run_id: string | undefined): void {
    this.#logs.add({
      name: NAME,
      level: LEVELS[level],
      message: message.slice(0, MOST_CHARACTERS),
      timestamp: new Date(at).toISOString(),
      ...(task_run_id === undefined ? {} : { task_run_id }),
    });
  }
}
