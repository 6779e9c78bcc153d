import { isFailed, isFinal, type StateName } from '@tapehaul/states';
import { FILE_TASK, type LogEvent, TABLE_TASK, type TaskEvent } from '@tapehaul/workflow';
import { Batches } from './batches.ts';
import { TaskRun } from './task-run.ts';
import type { TaskRunsOptions } from './task-runs-options.ts';

/** Most files, and series and months, that have a task run of their own. */
const MOST_SINGLE = 500;

/** A task in progress. */
interface OpenTask {
  /** Its first state that came. */
  readonly since: TaskEvent;
  taskRun?: TaskRun | undefined;
  isLeftOut?: boolean;
}

/**
 * Chooses what has a task run in Prefect: each step, each batch of files, and each file, or series and month of tables, that
 * fails, is tried again or has something to say, up to a limit. What goes well is counted in its batch alone, since Prefect's
 * page takes minutes for thousands of task runs.
 */
export class TaskRuns {
  readonly #options: TaskRunsOptions;
  readonly #batches: Batches;
  /** What is in progress, by task and id: since when, and its task run if it has one. */
  readonly #open = new Map<string, OpenTask>();
  #singles = 0;
  #leftOut = 0;

  constructor(options: TaskRunsOptions) {
    this.#options = options;
    this.#batches = new Batches(options);
  }

  /** Files, and series and months, that had a reason for a task run and got none. */
  get leftOut(): number {
    return this.#leftOut;
  }

  /** How many files are planned, which decides how large batches are. */
  planned(files: number): void {
    this.#batches.planned(files);
  }

  receive(event: TaskEvent): void {
    const key = keyOf(event.task, event.taskId);
    if (!isFinal(event.state) && !this.#open.has(key)) this.#open.set(key, { since: event });
    const open = this.#open.get(key);
    if (event.task === FILE_TASK) this.#batches.receive(event);
    if (isSingle(event.task) && open?.taskRun === undefined && !this.#hasReason(event)) {
      if (isFinal(event.state)) this.#open.delete(key);
      return;
    }
    const taskRun = this.#taskRunOf(event.task, event.taskId, open);
    if (taskRun !== undefined && open?.since !== event) this.#enter(taskRun, event);
    if (isFinal(event.state)) this.#open.delete(key);
  }

  /** The task run that a line of the log belongs to; undefined where it belongs to the run itself. */
  of({ task, taskId }: Pick<LogEvent, 'task' | 'taskId'>): string | undefined {
    if (task === null || taskId === null) return undefined;
    const open = this.#open.get(keyOf(task, taskId));
    if (open === undefined) return undefined;
    return this.#taskRunOf(task, taskId, open)?.id;
  }

  /** Ends what is still open: nothing more comes. */
  end(at: number, state: StateName): void {
    this.#batches.end(at, state);
    for (const { taskRun } of this.#open.values()) {
      if (taskRun !== undefined) this.#options.events.add(taskRun.enter(state, { at }));
    }
    this.#open.clear();
  }

  #hasReason({ state }: TaskEvent): boolean {
    return this.#options.isRetry || state === 'AwaitingRetry' || isFailed(state);
  }

  #taskRunOf(task: string, taskId: string, open: OpenTask | undefined): TaskRun | undefined {
    if (open?.taskRun !== undefined || open?.isLeftOut === true) return open.taskRun;
    if (isSingle(task) && this.#singles >= MOST_SINGLE) {
      this.#leftOut += 1;
      if (open !== undefined) open.isLeftOut = true;
      return undefined;
    }
    if (isSingle(task)) this.#singles += 1;
    const { runId, session } = this.#options;
    // A file is the same in every process, a step is done anew.
    const key = isSingle(task) ? taskId : `${session} ${taskId}`;
    const taskRun = new TaskRun({ runId, task, key, name: taskId, tags: open?.since.tags ?? [] });
    if (open !== undefined) {
      open.taskRun = taskRun;
      this.#enter(taskRun, open.since);
    }
    return taskRun;
  }

  #enter(taskRun: TaskRun, { state, at, error, retryAt, output }: TaskEvent): void {
    const said = error === undefined ? broughtText(output) : `${error.message} [${error.code}]`;
    const message = said === undefined ? {} : { message: said };
    const continues = retryAt === undefined ? {} : { continuesAt: retryAt };
    this.#options.events.add(taskRun.enter(state, { at, ...message, ...continues }));
  }
}

/** Whether there may be a million of that task. */
function isSingle(task: string): boolean {
  return task === FILE_TASK || task === TABLE_TASK;
}

function keyOf(task: string, taskId: string): string {
  return `${task} ${taskId}`;
}

/** What the output of a file's task says of it. */
function broughtText(output: unknown): string | undefined {
  if (typeof output !== 'object' || output === null || !('bytes' in output) || !('engine' in output))
    return undefined;
  const { bytes, engine } = output;
  return `${bytes} bytes${typeof engine === 'string' ? ` with ${engine}` : ''}`;
}
