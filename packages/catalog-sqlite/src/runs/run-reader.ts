import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type {
  FailureClass,
  Page,
  RunQuery,
  RunRecord,
  RunSummary,
  StateCount,
  StateRecord,
  TimelineSlice,
} from '@tapehaul/catalog';
import { CRASHED, cursorOf, hasWorkLeft, isFailure, pageLimit, positionOf } from '@tapehaul/catalog/rules';
import type { DeadRuns } from '../owners/dead-runs.ts';
import { RUN_COLUMNS, runRecord, runSummary } from '../rows/rows.ts';
import type { SeenClass } from '../tasks/crashed-tasks.ts';
import { TIMELINE_UNITS } from '../tasks/tally.ts';

/** Span of a timeline, in milliseconds, up to which its slices are read from the fine slots. */
const FINE_UP_TO = 3_600_000;

/** Reads runs and their results. */
export class RunReader {
  readonly #dead: DeadRuns;
  readonly #classesOf: (run: number) => SeenClass[];
  readonly #number: StatementSync;
  readonly #one: StatementSync;
  readonly #page: StatementSync;
  readonly #states: StatementSync;
  readonly #span: StatementSync;
  readonly #slices: StatementSync;
  readonly #example: StatementSync;
  readonly #crashedEnds: StatementSync;

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
    this.#span = database.prepare(
      `SELECT min(slot) AS first, max(slot) AS last FROM timeline WHERE run = ? AND unit = ?`,
    );
    this.#slices = database.prepare(
      `SELECT (slot - CAST(? AS INTEGER)) / CAST(? AS INTEGER) AS slice, state, sum(tasks) AS tasks, sum(bytes) AS bytes
       FROM timeline WHERE run = ? AND unit = ? GROUP BY slice, state ORDER BY slice, state`,
    );
    this.#example = database.prepare(
      `SELECT task_id, error_message FROM outcomes JOIN tasks USING (run, number) WHERE outcomes.class = ?
       ORDER BY outcomes.number LIMIT 1`,
    );
    this.#crashedEnds = database.prepare(
      `SELECT max(updated_at, ?) / 1000 AS second, count(*) AS tasks, ifnull(sum(bytes), 0) AS bytes
       FROM progress WHERE class = ? GROUP BY second`,
    );
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

  timeline(run: number, slices: number): TimelineSlice[] {
    const [fine, coarse] = TIMELINE_UNITS;
    const crashed = this.#crashes(run);
    const span = this.#span.get(run, fine);
    const ends = crashed.map(({ second }) => second);
    if (span !== undefined && span.first !== null) ends.push(Number(span.first), Number(span.last));
    if (ends.length === 0) return [];
    const [begin, end] = [Math.min(...ends), Math.max(...ends)];
    const unit = (end - begin + 1) * fine > FINE_UP_TO ? coarse : fine;
    const first = Math.floor((begin * fine) / unit);
    const last = Math.floor((end * fine) / unit);
    const width = Math.ceil((last - first + 1) / Math.max(1, Math.trunc(slices)));
    const count = Math.ceil((last - first + 1) / width);
    const ended = Array.from({ length: count }, (): Record<string, StateCount> => ({}));
    const add = (slice: number, state: string, tasks: number, bytes: number): void => {
      const of = ended[slice];
      const known = of?.[state] ?? { tasks: 0, bytes: 0 };
      if (of !== undefined) of[state] = { tasks: known.tasks + tasks, bytes: known.bytes + bytes };
    };
    for (const { slice, state, tasks, bytes } of this.#slices.all(first, width, run, unit)) {
      add(Number(slice), String(state), Number(tasks), Number(bytes));
    }
    for (const { second, tasks, bytes } of crashed) {
      add(Math.floor((Math.floor((second * fine) / unit) - first) / width), CRASHED, tasks, bytes);
    }
    return ended.map((states, slice) => {
      const from = (first + slice * width) * unit;
      return { from, to: from + width * unit, ended: states };
    });
  }

  hasWork(run: number, runId: string, failed: boolean): boolean {
    const record = this.run(runId);
    return record !== undefined && hasWorkLeft(record, this.#classesOf(run), failed);
  }

  /** What crashed with a dead owner and is not marked so yet, by the second. */
  #crashes(run: number): { second: number; tasks: number; bytes: number }[] {
    return this.#classesOf(run).flatMap(({ id, crashedAt }) => {
      const rows = crashedAt === null ? [] : this.#crashedEnds.all(crashedAt, id);
      return rows.map(({ second, tasks, bytes }) => {
        return { second: Number(second), tasks: Number(tasks), bytes: Number(bytes) };
      });
    });
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
