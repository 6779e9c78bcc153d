import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { ControlRequest, NewRun, TaskSelection } from '@tapehaul/catalog';
import {
  CRASHED,
  complete,
  hasWorkLeft,
  nothingSelected,
  runEnded,
  unknownRun,
} from '@tapehaul/catalog/rules';
import { isAlive, ownerOf, type ProcessOwner } from '@tapehaul/sqlite';
import type { BatchStore } from '../batches/batch-store.ts';
import { lastSignReader } from '../owners/last-sign.ts';
import { ownerProcess, type Row, RUN_COLUMNS, runSummary } from '../rows/rows.ts';
import type { TaskTransfer } from '../tasks/task-transfer.ts';
import { inUse } from './in-use.ts';

/**
 * Writes runs, their states and owners; to be used in a transaction that ends with the tally's write, and of a run that
 * this process owns only while it does.
 */
export class RunWriter {
  readonly #path: string;
  readonly #transfer: TaskTransfer;
  readonly #batches: BatchStore;
  readonly #open: StatementSync;
  readonly #select: StatementSync;
  readonly #insert: StatementSync;
  readonly #resume: StatementSync;
  readonly #parameters: StatementSync;
  readonly #state: StatementSync;
  readonly #setState: StatementSync;
  readonly #lastSign: (run: number, owner: ProcessOwner) => number;
  readonly #end: StatementSync;
  readonly #planned: StatementSync;
  readonly #trace: StatementSync;
  readonly #beat: StatementSync;
  readonly #abandon: StatementSync;
  readonly #request: StatementSync;
  readonly #waitingRequest: StatementSync;
  readonly #takeRequest: StatementSync;

  constructor(database: DatabaseSync, path: string, transfer: TaskTransfer, batches: BatchStore) {
    this.#path = path;
    this.#transfer = transfer;
    this.#batches = batches;
    const sql = (text: string): StatementSync => database.prepare(text);
    this.#open = sql(`SELECT ${RUN_COLUMNS} FROM runs WHERE ended_at IS NULL`);
    this.#select = sql(`SELECT ${RUN_COLUMNS} FROM runs WHERE run_id = ?`);
    this.#insert = sql(
      `INSERT INTO runs (run_id, flow, state, parameters, parent_run_id, tags, started_at, owner_pid, owner_host,
         owner_boot, owner_process_start, heartbeat_at) VALUES (?, ?, 'Running', ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#resume = sql(
      `UPDATE runs SET state = 'Running', ended_at = NULL, result = NULL, wish = NULL, resumes = resumes + 1,
         owner_pid = ?, owner_host = ?, owner_boot = ?, owner_process_start = ?, heartbeat_at = ? WHERE id = ?`,
    );
    this.#parameters = sql('UPDATE runs SET parameters = ? WHERE id = ?');
    this.#state = sql('INSERT INTO run_states (run, state, at) VALUES (?, ?, ?)');
    this.#setState = sql('UPDATE runs SET state = ? WHERE id = ?');
    this.#lastSign = lastSignReader(database);
    this.#end = sql('UPDATE runs SET state = ?, ended_at = ?, result = ?, wish = NULL WHERE id = ?');
    this.#planned = sql('UPDATE runs SET planned_at = ? WHERE id = ?');
    this.#trace = sql('UPDATE runs SET traceparent = ? WHERE id = ?');
    this.#beat = sql('UPDATE runs SET heartbeat_at = ? WHERE id = ?');
    this.#abandon = sql('UPDATE runs SET owner_process_start = NULL WHERE id = ?');
    this.#request = sql(`UPDATE runs SET wish = iif(wish = 'cancel', wish, ?) WHERE id = ?`);
    this.#waitingRequest = sql('SELECT wish AS request FROM runs WHERE id = ? AND wish IS NOT NULL');
    this.#takeRequest = sql('UPDATE runs SET wish = NULL WHERE id = ?');
  }

  /** Marks the runs whose owner is dead as Crashed and returns their ids; the rows of a living one's are given to `alive`. */
  markCrashed(alive: (row: Row) => void = () => {}): string[] {
    const dead: string[] = [];
    for (const row of this.#open.all()) {
      const runId = String(row.run_id);
      const owner = ownerProcess(row);
      if (isAlive(runId, owner)) {
        alive(row);
        continue;
      }
      const id = Number(row.id);
      const at = this.#lastSign(id, owner);
      this.#batches.releaseAll(id);
      this.#transfer.crash(id, at);
      this.#end.run(CRASHED, at, null, id);
      this.#state.run(id, CRASHED, at);
      dead.push(runId);
    }
    return dead;
  }

  /** Records a new run of this process and gives its number. A run beside that of its parent is allowed. */
  start({ runId, flow, parameters, parentRunId, tags = [] }: NewRun): number {
    this.markCrashed((row) => {
      const isParent = row.run_id === parentRunId && ownerProcess(row).pid === process.pid;
      if (!isParent) throw inUse(row, this.#path);
    });
    const { pid, host, bootId, processStart, heartbeatAt: at } = ownerOf(runId);
    const json = JSON.stringify(parameters ?? null);
    const parent = parentRunId ?? null;
    const tagsJson = JSON.stringify(tags);
    const values = [runId, flow, json, parent, tagsJson, at, pid, host, bootId, processStart, at];
    const id = Number(this.#insert.run(...values).lastInsertRowid);
    this.#state.run(id, 'Running', at);
    return id;
  }

  /** Takes a run up again for this process, and gives its number. */
  resume(
    runId: string,
    {
      failed,
      parameters,
      only,
    }: { readonly failed: boolean; readonly parameters?: unknown; readonly only?: TaskSelection },
  ): number {
    this.markCrashed((row) => {
      throw inUse(row, this.#path);
    });
    const row = this.#found(runId);
    const id = Number(row.id);
    // What an end by itself left behind without an end of its own, nobody does any more.
    this.#batches.releaseAll(id);
    this.#transfer.crash(id, Number(row.ended_at));
    const run = runSummary(row);
    if (!hasWorkLeft(run, this.#transfer.classesOf(id), failed)) throw complete(run, failed);
    const rescheduled = this.#transfer.reschedule(id, failed, only);
    if (only !== undefined && rescheduled === 0) throw nothingSelected(run, only);
    const { pid, host, bootId, processStart, heartbeatAt } = ownerOf(runId);
    this.#resume.run(pid, host, bootId, processStart, heartbeatAt, id);
    if (parameters !== undefined) this.#parameters.run(JSON.stringify(parameters), id);
    this.#state.run(id, 'Running', heartbeatAt);
    return id;
  }

  request(runId: string, request: ControlRequest): void {
    const row = this.#found(runId);
    const run = runSummary(row);
    const isOwned = run.endedAt === null && isAlive(runId, ownerProcess(row));
    if (isOwned) {
      this.#request.run(request, Number(row.id));
      return;
    }
    const state = run.endedAt === null ? CRASHED : run.state;
    throw runEnded({ runId, state });
  }

  /** Throws a TapehaulError `run_ended` unless a run is open. */
  checkOpen(runId: string): void {
    const run = runSummary(this.#found(runId));
    if (run.endedAt !== null) throw runEnded(run);
  }

  /** A run's number. Throws a TapehaulError `run_not_found` when there is none of that id. */
  numberOf(runId: string): number {
    return Number(this.#found(runId).id);
  }

  hasRequest(id: number): boolean {
    return this.#waitingRequest.get(id) !== undefined;
  }

  takeRequest(id: number): ControlRequest | undefined {
    const request = this.#waitingRequest.get(id)?.request;
    this.#takeRequest.run(id);
    return request === 'cancel' || request === 'pause' || request === 'resume' ? request : undefined;
  }

  /** Says that this process lives. */
  beat(id: number): void {
    this.#beat.run(Date.now(), id);
  }

  /** Says that nobody works on a run, whether this process lives or not: its heartbeat decides. */
  abandon(id: number): void {
    this.#abandon.run(id);
  }

  state(id: number, state: string, at: number): void {
    this.#setState.run(state, id);
    this.#state.run(id, state, at);
  }

  trace(id: number, traceparent: string): void {
    this.#trace.run(traceparent, id);
  }

  planned(id: number, at: number): void {
    this.#planned.run(at, id);
  }

  end(id: number, state: string, at: number, result: unknown): void {
    this.#end.run(state, at, JSON.stringify(result ?? null), id);
    this.#state.run(id, state, at);
  }

  #found(runId: string): Row {
    const row = this.#select.get(runId);
    if (row !== undefined) return row;
    throw unknownRun(runId);
  }
}
