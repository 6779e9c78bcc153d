import type { DatabaseSync } from 'node:sqlite';
import { setImmediate } from 'node:timers/promises';
import { TapehaulError } from '@tapehaul/errors';
import type { Catalog, NewRun, ObjectRecord, PlannedTask, RunRecord, TaskRecord } from './catalog.ts';
import { guarded, openDatabase, transaction } from './database.ts';
import { GroupWriter } from './group-writer.ts';
import { HEARTBEAT_EVERY, isAlive, self } from './owner.ts';
import { objectOf, runOf, taskOf } from './rows.ts';
import { prepareStatements, type Statements } from './statements.ts';

const PAGE = 1_000;
/** Rows of a plan that are written at once, before other work gets its turn. */
const PLAN_GROUP = 5_000;

/** Runs that this very process has started: a process id alone may be that of one before it. */
const started = new Set<string>();

/** Opens the catalog in a SQLite file, made when it is not there. Throws as {@link openDatabase} does. */
export function openCatalog(path: string): Catalog {
  return new SqliteCatalog(openDatabase(path), path);
}

class SqliteCatalog implements Catalog {
  readonly #database: DatabaseSync;
  readonly #path: string;
  readonly #writer: GroupWriter;
  #heartbeat: NodeJS.Timeout | undefined;
  readonly #statements: Statements;

  constructor(database: DatabaseSync, path: string) {
    this.#database = database;
    this.#path = path;
    this.#statements = prepareStatements(database);
    this.#writer = new GroupWriter((work) => this.#transaction(work));
  }

  startRun({ runId, flow, parameters }: NewRun): void {
    const { pid, host, heartbeatAt } = self();
    this.#transaction(() => {
      for (const run of this.#statements.openRuns.all()) this.#bury(run);
      started.add(runId);
      this.#statements.startRun.run(
        runId,
        flow,
        JSON.stringify(parameters),
        heartbeatAt,
        pid,
        host,
        heartbeatAt,
      );
    });
    this.#heartbeat = setInterval(() => {
      this.#writer.writeQuietly(() => this.#statements.beat.run(Date.now(), runId));
    }, HEARTBEAT_EVERY);
    this.#heartbeat.unref();
  }

  /** Marks a run whose owner is dead as Crashed; refuses to go on beside a living one. */
  #bury(run: Record<string, unknown>): void {
    const runId = String(run.run_id);
    const pid = Number(run.owner_pid);
    const owner = { pid, host: String(run.owner_host), heartbeatAt: Number(run.heartbeat_at) };
    if (isAlive(owner) && (pid !== process.pid || started.has(runId))) {
      const since = new Date(Number(run.started_at)).toISOString();
      throw new TapehaulError('output_in_use', `process ${pid} collects into this directory since ${since}`, {
        facts: { runId, pid, host: owner.host, since, catalog: this.#path },
        hint: 'Wait until it has finished, stop it, or use another output_directory.',
      });
    }
    this.#statements.crashTasks.run(Date.now(), runId);
    this.#statements.endRun.run('Crashed', Date.now(), null, runId);
  }

  async planTasks(runId: string, tasks: Iterable<PlannedTask> | AsyncIterable<PlannedTask>): Promise<number> {
    let count = 0;
    let group: PlannedTask[] = [];
    const write = (): void =>
      this.#transaction(() => {
        const at = Date.now();
        for (const { taskId, input, done } of group) {
          const json = input === null ? null : JSON.stringify(input);
          count += Number(
            this.#statements.planTask.run(
              runId,
              taskId,
              json,
              done ?? 'Scheduled',
              done === undefined ? 0 : 1,
              at,
            ).changes,
          );
        }
        group = [];
      });
    for await (const task of tasks) {
      if (group.push(task) < PLAN_GROUP) continue;
      write();
      await setImmediate();
    }
    write();
    return count;
  }

  *remainingTasks(runId: string): Generator<PlannedTask> {
    let last = '';
    for (;;) {
      this.flush();
      const rows = guarded(this.#path, () => this.#statements.remaining.all(runId, last, PAGE));
      for (const { task_id, input } of rows) {
        yield { taskId: String(task_id), input: input === null ? null : JSON.parse(String(input)) };
      }
      const end = rows.at(-1);
      if (end === undefined) return;
      last = String(end.task_id);
    }
  }

  recordTask(task: TaskRecord): void {
    const { runId, taskId, state, final, attempts, updatedAt, errorCode, errorMessage } = task;
    this.#writer.write(() => {
      this.#statements.recordTask.run(
        state,
        final ? 1 : 0,
        attempts,
        updatedAt,
        errorCode,
        errorMessage,
        runId,
        taskId,
      );
    });
  }

  recordObject(object: ObjectRecord): void {
    const { key, path, bytes, mtimeMs, sha256, proof, etag, runId, recordedAt } = object;
    this.#writer.write(() => {
      this.#statements.recordObject.run(key, path, bytes, mtimeMs, sha256, proof, etag, runId, recordedAt);
    });
  }

  find(key: string): ObjectRecord | undefined {
    const row = guarded(this.#path, () => this.#statements.find.get(key));
    return row === undefined ? undefined : objectOf(row);
  }

  endRun(runId: string, state: string, result: unknown): void {
    clearInterval(this.#heartbeat);
    this.#writer.write(() => this.#statements.endRun.run(state, Date.now(), JSON.stringify(result), runId));
    this.flush();
  }

  runs(limit = 100): RunRecord[] {
    this.flush();
    return guarded(this.#path, () => this.#statements.runs.all(limit).map(runOf));
  }

  tasks(runId: string, state?: string): TaskRecord[] {
    this.flush();
    return guarded(this.#path, () =>
      this.#statements.tasks.all(runId, state ?? null, state ?? null).map(taskOf),
    );
  }

  countByState(runId: string): Record<string, number> {
    this.flush();
    const rows = guarded(this.#path, () => this.#statements.countByState.all(runId));
    return Object.fromEntries(rows.map((row) => [String(row.state), Number(row.count)]));
  }

  flush(): void {
    this.#writer.flush();
  }

  close(): void {
    if (!this.#database.isOpen) return;
    clearInterval(this.#heartbeat);
    try {
      this.flush();
    } finally {
      this.#writer.stop();
      this.#database.close();
    }
  }

  #transaction<Result>(work: () => Result): Result {
    return guarded(this.#path, () => transaction(this.#database, work));
  }
}
