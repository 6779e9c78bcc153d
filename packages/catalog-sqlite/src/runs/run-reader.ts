import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type {
  FailureClass,
  Page,
  RunQuery,
  RunRecord,
  RunSummary,
  StateCount,
  StateRecord,
  TaskSelection,
} from '@tapehaul/catalog';
import {
  CRASHED,
  cursorOf,
  hasWorkLeft,
  isFailure,
  pageLimit,
  positionOf,
  type SeenClass,
} from '@tapehaul/catalog/rules';
import type { DeadRuns } from '../owners/dead-runs.ts';
import { RUN_COLUMNS, runRecord, runSummary } from '../rows/rows.ts';
import { SelectedTasks } from '../tasks/selected-tasks.ts';

/** Reads runs and their results. */
export class RunReader {
  readonly #dead: DeadRuns;
  readonly #classesOf: (run: number) => SeenClass[];
  readonly #number: StatementSync;
  readonly #one: StatementSync;
  readonly #page: StatementSync;
  readonly #states: StatementSync;
  readonly #example: StatementSync;
  readonly #selected: SelectedTasks;

  constructor(database: DatabaseSync, dead: DeadRuns, classesOf: (run: number) => SeenClass[]) {
    this.#dead = dead;
    this.#classesOf = classesOf;
    this.#number = database.prepare('SELECT id FROM runs WHERE run_id = ?');
    this.#one = database.prepare('SELECT * FROM runs WHERE run_id = ?');
    this.#page = database.prepare(
      `SELECT ${RUN_COLUMNS} FROM runs
       WHERE id < ?1 AND (?2 IS NULL
         OR iif(id IN (SELECT value FROM json_each(?6)), '${CRASHED}', state) IN (SELECT value FROM json_each(?2)))
         AND (?3 IS NULL OR flow = ?3) AND (?4 = 0 OR planned_at IS NOT NULL)
       ORDER BY id DESC LIMIT ?5`,
    );
    this.#states = database.prepare('SELECT state, at FROM run_states WHERE run = ? ORDER BY id');
    this.#example = database.prepare(
      `SELECT task_id, error_message FROM outcomes JOIN tasks USING (run, number) WHERE outcomes.class = ?
       ORDER BY outcomes.number LIMIT 1`,
    );
    this.#selected = new SelectedTasks(database);
  }

  /** A run's number. */
  numberOf(runId: string): number | undefined {
    const id = this.#number.get(runId)?.id;
    return id === undefined ? undefined : Number(id);
  }

  run(runId: string): RunRecord | undefined {
    const row = this.#one.get(runId);
    return row && this.#dead.seen(Number(row.id), runRecord(row));
  }

  page(query: RunQuery): Page<RunSummary> {
    const { cursor, states, flow = null, planned = false } = query;
    const before = cursor === undefined ? Number.MAX_SAFE_INTEGER : positionOf('runs', [0], cursor)[0];
    const limit = pageLimit(query);
    const wanted = states === undefined ? null : JSON.stringify(states);
    const dead = wanted === null ? '[]' : JSON.stringify(this.#dead.numbers());
    const rows = this.#page.all(before ?? 0, wanted, flow, planned ? 1 : 0, limit + 1, dead);
    const shown = rows.slice(0, limit);
    const next = rows.length > limit ? cursorOf('runs', [Number(shown.at(-1)?.id)]) : null;
    return { rows: shown.map((row) => this.#dead.seen(Number(row.id), runSummary(row))), next };
  }

  history(run: number): StateRecord[] {
    const history = this.#states.all(run).map(({ state, at }) => runState(String(state), Number(at)));
    const crashedAt = this.#dead.crashedAt(run);
    return crashedAt === undefined ? history : [...history, runState(CRASHED, crashedAt)];
  }

  counts(run: number, wanted: string | undefined): Record<string, StateCount> {
    const counts: Record<string, StateCount> = {};
    for (const { name, state, tasks, bytes } of this.#classesOf(run)) {
      if (wanted !== undefined && wanted !== name) continue;
      const sum = counts[state] ?? { tasks: 0, bytes: 0 };
      counts[state] = { tasks: sum.tasks + tasks, bytes: sum.bytes + bytes };
    }
    return counts;
  }

  hasWork(run: number, runId: string, failed: boolean, only: TaskSelection | undefined): boolean {
    if (only !== undefined) return this.#selected.hasAny(this.#classesOf(run), failed, only);
    const record = this.run(runId);
    return record !== undefined && hasWorkLeft(record, this.#classesOf(run), failed);
  }

  failures(run: number): FailureClass[] {
    const byCode = new Map<string, FailureClass>();
    for (const { id, phase, state, errorCode, tasks } of this.#classesOf(run)) {
      if (phase !== 'final' || !isFailure(state, errorCode)) continue;
      const code = errorCode ?? 'unknown';
      const known = byCode.get(code);
      const example = this.#example.get(id);
      byCode.set(code, {
        code,
        exampleTaskId: String(example?.task_id ?? ''),
        exampleMessage: String(example?.error_message ?? ''),
        ...known,
        tasks: tasks + (known?.tasks ?? 0),
      });
    }
    return [...byCode.values()].sort((a, b) => b.tasks - a.tasks);
  }
}

function runState(state: string, at: number): StateRecord {
  return { state, at, attempt: 0, errorCode: null, errorMessage: null };
}
