import { hostname } from 'node:os';
import type { ControlRequest, NewRun, RunSummary, TaskSelection } from '@tapehaul/catalog';
import {
  CRASHED,
  complete,
  hasWorkLeft,
  nothingSelected,
  runEnded,
  unknownRun,
} from '@tapehaul/catalog/rules';
import { releaseBatches } from '../batches/batch-rows.ts';
import { one, type Session } from '../connection/session.ts';
import { classesOfRun } from '../tasks/classes.ts';
import { crashTasks, rescheduleTasks, type TaskWrites } from '../tasks/task-records.ts';
import { inUse } from './in-use.ts';
import { RUN_COLUMNS, type RunRow, recordedRun, runSummary } from './run-rows.ts';

/** How long an owner is taken for alive after its last heartbeat, by the clock of the database. */
export const LEASE = "now() + interval '30 seconds'";

/** Writes runs, their states and owners; of one transaction. */
export class RunWrites {
  readonly #tasks: TaskWrites;
  readonly #session: Session;
  readonly #record: number;
  readonly #owner: string;
  readonly #place: string;

  /** `owner` names this owner to the database, `place` the record in messages. */
  constructor(
    tasks: TaskWrites,
    { record, owner, place }: { readonly record: number; readonly owner: string; readonly place: string },
  ) {
    this.#tasks = tasks;
    this.#session = tasks.session;
    this.#record = record;
    this.#owner = owner;
    this.#place = place;
  }

  /** Marks the runs whose owner is dead as Crashed and returns their ids; the rows of a living one's are given to `alive`. */
  async markCrashed(alive: (row: RunRow) => void = () => {}): Promise<string[]> {
    // One process at a time decides who owns runs of a record.
    await this.#session.query('SELECT 1 FROM tapehaul.records WHERE number = $1 FOR NO KEY UPDATE', [
      this.#record,
    ]);
    const open = await this.#session.query<RunRow>(
      `SELECT ${RUN_COLUMNS} FROM tapehaul.runs r WHERE r.record = $1 AND r.ended_at IS NULL ORDER BY r.id FOR NO KEY UPDATE OF r`,
      [this.#record],
    );
    const dead: string[] = [];
    for (const row of open) {
      if (row.crashedAt === null) {
        alive(row);
        continue;
      }
      await releaseBatches(this.#session, row.id);
      await crashTasks(this.#tasks, row.id, row.crashedAt);
      await this.end(row.id, CRASHED, row.crashedAt, undefined);
      dead.push(row.runId);
    }
    return dead;
  }

  /** Records a new run of this owner and gives its number. A run beside that of its parent is allowed. */
  async start({ runId, flow, parameters, parentRunId, tags = [] }: NewRun): Promise<number> {
    await this.markCrashed((row) => {
      const isParent = row.runId === parentRunId && row.pid === process.pid && row.host === hostname();
      if (!isParent) throw inUse(row, this.#place);
    });
    const at = Date.now();
    const json = [JSON.stringify(parameters ?? null), JSON.stringify(tags)] as const;
    const made = await one<{ id: number }>(
      this.#session,
      `INSERT INTO tapehaul.runs (record, run_id, flow, state, parameters, tags, parent_run_id, started_at, owner, owner_host, owner_pid,
         heartbeat_at, lease_until) VALUES ($1, $2, $3, 'Running', $4, $5, $6, $7, $8, $9, $10, now(), ${LEASE}) RETURNING id`,
      [this.#record, runId, flow, ...json, parentRunId ?? null, at, this.#owner, hostname(), process.pid],
    );
    const id = made?.id ?? 0;
    await this.#enter(id, 'Running', at);
    return id;
  }

  /** Takes a run up again for this owner, and gives its number. */
  async resume(
    runId: string,
    what: { readonly failed: boolean; readonly parameters?: unknown; readonly only?: TaskSelection },
  ): Promise<number> {
    await this.markCrashed((row) => {
      throw inUse(row, this.#place);
    });
    const row = await this.found(runId);
    const { id } = row;
    const run = recordedRun(row);
    // Tasks that were in progress when the run ended have no worker: they are recorded as crashed.
    await releaseBatches(this.#session, id);
    await crashTasks(this.#tasks, id, Number(run.endedAt));
    const { failed, only, parameters } = what;
    if (!hasWorkLeft(run, await classesOfRun(this.#session, id), failed)) throw complete(run, failed);
    const rescheduled = await rescheduleTasks(this.#tasks, id, failed, only);
    if (only !== undefined && rescheduled === 0) throw nothingSelected(run, only);
    const at = Date.now();
    await this.#session.query(
      `UPDATE tapehaul.runs SET state = 'Running', ended_at = NULL, result = NULL, request = NULL, resumes = resumes + 1,
         owner = $2, owner_host = $3, owner_pid = $4, heartbeat_at = now(), lease_until = ${LEASE},
         parameters = coalesce($5, parameters) WHERE id = $1`,
      [
        id,
        this.#owner,
        hostname(),
        process.pid,
        parameters === undefined ? null : JSON.stringify(parameters),
      ],
    );
    await this.#enter(id, 'Running', at);
    return id;
  }

  async request(runId: string, request: ControlRequest): Promise<void> {
    const run = runSummary(await this.found(runId));
    if (run.endedAt !== null) throw runEnded(run);
    await this.#session.query(
      `UPDATE tapehaul.runs SET request = CASE WHEN request = 'cancel' THEN request ELSE $3 END WHERE record = $1 AND run_id = $2`,
      [this.#record, runId, request],
    );
  }

  /** Throws a TapehaulError `run_ended` unless a run is recorded as open, `run_not_found` when there is none of that id. */
  async checkOpen(runId: string): Promise<void> {
    const run: RunSummary = recordedRun(await this.found(runId));
    if (run.endedAt !== null) throw runEnded(run);
  }

  async state(id: number, state: string, at: number): Promise<void> {
    await this.#session.query('UPDATE tapehaul.runs SET state = $2 WHERE id = $1', [id, state]);
    await this.#enter(id, state, at);
  }

  async trace(id: number, traceparent: string): Promise<void> {
    await this.#session.query('UPDATE tapehaul.runs SET traceparent = $2 WHERE id = $1', [id, traceparent]);
  }

  async planned(id: number, at: number): Promise<void> {
    await this.#session.query('UPDATE tapehaul.runs SET planned_at = $2 WHERE id = $1', [id, at]);
  }

  /** `result` is JSON-able; one that is undefined is none. */
  async end(id: number, state: string, at: number, result: unknown): Promise<void> {
    const json = result === undefined ? null : JSON.stringify(result);
    await this.#session.query(
      'UPDATE tapehaul.runs SET state = $2, ended_at = $3, result = $4, request = NULL WHERE id = $1',
      [id, state, at, json],
    );
    await this.#enter(id, state, at);
  }

  /** Gives up the leases of this owner. */
  async abandon(ids: readonly number[]): Promise<void> {
    await this.#session.query(
      'UPDATE tapehaul.runs SET lease_until = least(lease_until, now()) WHERE id = ANY ($1) AND owner = $2 AND ended_at IS NULL',
      [ids, this.#owner],
    );
  }

  /** A run. Throws a TapehaulError `run_not_found` when there is none of that id. */
  async found(runId: string): Promise<RunRow> {
    const row = await one<RunRow>(
      this.#session,
      `SELECT ${RUN_COLUMNS} FROM tapehaul.runs r WHERE r.record = $1 AND r.run_id = $2`,
      [this.#record, runId],
    );
    if (row === undefined) throw unknownRun(runId);
    return row;
  }

  async #enter(id: number, state: string, at: number): Promise<void> {
    await this.#session.query('INSERT INTO tapehaul.run_states (run, state, at) VALUES ($1, $2, $3)', [
      id,
      state,
      at,
    ]);
  }
}
