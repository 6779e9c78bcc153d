import type { DatabaseSync } from 'node:sqlite';
import { setImmediate } from 'node:timers/promises';
import { asTapehaulError, TapehaulError } from '@tapehaul/errors';
import type { Catalog, NewRun, ObjectRecord, PlannedTask, RunRecord, TaskRecord } from './catalog.ts';
import { guarded, openDatabase, transaction } from './database.ts';
import { HEARTBEAT_EVERY, isAlive, self } from './owner.ts';

const FLUSH_EVERY = 250;
const FLUSH_AT = 1_000;
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
  readonly #writes: (() => void)[] = [];
  #flushTimer: NodeJS.Timeout | undefined;
  #failure: TapehaulError | undefined;
  #heartbeat: NodeJS.Timeout | undefined;
  readonly #statements: ReturnType<typeof prepare>;

  constructor(database: DatabaseSync, path: string) {
    this.#database = database;
    this.#path = path;
    this.#statements = prepare(database);
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
      this.#writes.push(() => this.#statements.beat.run(Date.now(), runId));
      this.#flushQuietly();
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
        for (const { taskId, input } of group) {
          const json = input === null ? null : JSON.stringify(input);
          count += Number(this.#statements.planTask.run(runId, taskId, json, at).changes);
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
    this.#write(() => {
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
    this.#write(() => {
      this.#statements.recordObject.run(key, path, bytes, mtimeMs, sha256, proof, etag, runId, recordedAt);
    });
  }

  find(key: string): ObjectRecord | undefined {
    const row = guarded(this.#path, () => this.#statements.find.get(key));
    return row === undefined ? undefined : objectOf(row);
  }

  endRun(runId: string, state: string, result: unknown): void {
    clearInterval(this.#heartbeat);
    this.#write(() => this.#statements.endRun.run(state, Date.now(), JSON.stringify(result), runId));
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
    clearTimeout(this.#flushTimer);
    this.#flushTimer = undefined;
    if (this.#writes.length === 0) return;
    this.#transaction(() => {
      for (const write of this.#writes) write();
    });
    this.#writes.length = 0;
    this.#failure = undefined;
  }

  close(): void {
    if (!this.#database.isOpen) return;
    clearInterval(this.#heartbeat);
    try {
      this.flush();
    } finally {
      clearTimeout(this.#flushTimer);
      this.#database.close();
    }
  }

  /** Hands in a row. Throws what went wrong when earlier rows were to be written: nobody else could hear it. */
  #write(write: () => void): void {
    if (!this.#database.isOpen) return;
    this.#writes.push(write);
    if (this.#failure !== undefined) throw this.#failure;
    if (this.#writes.length >= FLUSH_AT) this.flush();
    else this.#flushTimer ??= setTimeout(() => this.#flushQuietly(), FLUSH_EVERY);
  }

  #flushQuietly(): void {
    try {
      this.flush();
    } catch (error) {
      this.#failure = asTapehaulError(error);
    }
  }

  #transaction<Result>(work: () => Result): Result {
    return guarded(this.#path, () => transaction(this.#database, work));
  }
}

type Row = Record<string, unknown>;

/** Every statement of the catalog, by name. */
function prepare(database: DatabaseSync) {
  const sql = (text: string) => database.prepare(text);
  return {
    openRuns: sql(`SELECT * FROM runs WHERE ended_at IS NULL`),
    startRun: sql(
      `INSERT INTO runs (run_id, flow, state, parameters, started_at, owner_pid, owner_host, heartbeat_at)
       VALUES (?, ?, 'Running', ?, ?, ?, ?, ?)`,
    ),
    beat: sql(`UPDATE runs SET heartbeat_at = ? WHERE run_id = ?`),
    endRun: sql(`UPDATE runs SET state = ?, ended_at = ?, result = ? WHERE run_id = ?`),
    crashTasks: sql(
      `UPDATE tasks SET state = 'Crashed', final = 1, updated_at = ? WHERE run_id = ? AND final = 0`,
    ),
    planTask: sql(
      `INSERT INTO tasks (run_id, task_id, input, state, updated_at) VALUES (?, ?, ?, 'Scheduled', ?)
       ON CONFLICT (run_id, task_id) DO NOTHING`,
    ),
    remaining: sql(
      `SELECT task_id, input FROM tasks WHERE run_id = ? AND task_id > ? AND final = 0 ORDER BY task_id LIMIT ?`,
    ),
    recordTask: sql(
      `UPDATE tasks SET state = ?, final = ?, attempts = ?, updated_at = ?, error_code = ?, error_message = ?
       WHERE run_id = ? AND task_id = ?`,
    ),
    recordObject: sql(
      `INSERT INTO objects (key, path, bytes, mtime_ms, sha256, proof, etag, run_id, recorded_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (key) DO UPDATE SET path = excluded.path, bytes = excluded.bytes,
         mtime_ms = excluded.mtime_ms, sha256 = excluded.sha256, proof = excluded.proof,
         etag = excluded.etag, run_id = excluded.run_id, recorded_at = excluded.recorded_at`,
    ),
    find: sql(`SELECT * FROM objects WHERE key = ?`),
    runs: sql(`SELECT * FROM runs ORDER BY started_at DESC, run_id DESC LIMIT ?`),
    tasks: sql(`SELECT * FROM tasks WHERE run_id = ? AND (? IS NULL OR state = ?) ORDER BY task_id`),
    countByState: sql(`SELECT state, count(*) AS count FROM tasks WHERE run_id = ? GROUP BY state`),
  };
}

function runOf(row: Row): RunRecord {
  return {
    runId: String(row.run_id),
    flow: String(row.flow),
    state: String(row.state),
    startedAt: Number(row.started_at),
    endedAt: row.ended_at === null ? null : Number(row.ended_at),
    ownerPid: Number(row.owner_pid),
  };
}

function taskOf(row: Row): TaskRecord {
  return {
    runId: String(row.run_id),
    taskId: String(row.task_id),
    state: String(row.state),
    final: row.final === 1,
    attempts: Number(row.attempts),
    updatedAt: Number(row.updated_at),
    errorCode: textOrNull(row.error_code),
    errorMessage: textOrNull(row.error_message),
  };
}

function objectOf(row: Row): ObjectRecord {
  return {
    key: String(row.key),
    path: String(row.path),
    bytes: Number(row.bytes),
    mtimeMs: Number(row.mtime_ms),
    sha256: textOrNull(row.sha256),
    proof: row.proof === 'sidecar' ? 'sidecar' : 'none',
    etag: textOrNull(row.etag),
    runId: String(row.run_id),
    recordedAt: Number(row.recorded_at),
  };
}

function textOrNull(value: unknown): string | null {
  return value === null || value === undefined ? null : String(value);
}
