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
import { cursorOf, hasWorkLeft, isFailure, pageLimit, positionOf } from '@tapehaul/catalog/rules';
import { RUN_COLUMNS, runOf, summaryOf } from '../rows.ts';
import { type CountedClass, classReader } from '../tasks/classes.ts';
import { TIMELINE_UNITS } from '../tasks/tally.ts';

/** Span of a timeline, in milliseconds, up to which its slices are read from the fine slots. */
const FINE_UP_TO = 3_600_000;

/** Reads runs, and what they come to. */
export class RunReader {
  readonly #classesOf: (run: number) => CountedClass[];
  readonly #number: StatementSync;
  readonly #one: StatementSync;
  readonly #page: StatementSync;
  readonly #states: StatementSync;
  readonly #span: StatementSync;
  readonly #slices: StatementSync;
  readonly #example: StatementSync;

  constructor(database: DatabaseSync) {
    this.#classesOf = classReader(database);
    this.#number = database.prepare('SELECT id FROM runs WHERE run_id = ?');
    this.#one = database.prepare('SELECT * FROM runs WHERE run_id = ?');
    this.#page = database.prepare(
      `SELECT ${RUN_COLUMNS} FROM runs
       WHERE id < ?1 AND (?2 IS NULL OR state IN (SELECT value FROM json_each(?2)))
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
      'SELECT task_id, error_message FROM tasks WHERE class = ? ORDER BY number LIMIT 1',
    );
  }

  /** A run's number. */
  numberOf(runId: string): number | undefined {
    const id = this.#number.get(runId)?.id;
    return id === undefined ? undefined : Number(id);
  }

  run(runId: string): RunRecord | undefined {
    const row = this.#one.get(runId);
    return row && runOf(row);
  }

  page(query: RunQuery): Page<RunSummary> {
    const { cursor, states, flow = null, planned = false } = query;
    const before = cursor === undefined ? Number.MAX_SAFE_INTEGER : positionOf('runs', [0], cursor)[0];
    const limit = pageLimit(query);
    const wanted = states === undefined ? null : JSON.stringify(states);
    const rows = this.#page.all(before ?? 0, wanted, flow, planned ? 1 : 0, limit + 1);
    const shown = rows.slice(0, limit);
    const next = rows.length > limit ? cursorOf('runs', [Number(shown.at(-1)?.id)]) : null;
    return { rows: shown.map(summaryOf), next };
  }

  history(run: number): StateRecord[] {
    return this.#states.all(run).map(({ state, at }) => {
      return { state: String(state), at: Number(at), attempt: 0, errorCode: null, errorMessage: null };
    });
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
    const span = this.#span.get(run, fine);
    if (span === undefined || span.first === null) return [];
    const length = (Number(span.last) - Number(span.first) + 1) * fine;
    const unit = length > FINE_UP_TO ? coarse : fine;
    const first = Math.floor((Number(span.first) * fine) / unit);
    const last = Math.floor((Number(span.last) * fine) / unit);
    const width = Math.ceil((last - first + 1) / Math.max(1, Math.trunc(slices)));
    const count = Math.ceil((last - first + 1) / width);
    const ended = Array.from({ length: count }, (): Record<string, StateCount> => ({}));
    for (const { slice, state, tasks, bytes } of this.#slices.all(first, width, run, unit)) {
      const of = ended[Number(slice)];
      if (of !== undefined) of[String(state)] = { tasks: Number(tasks), bytes: Number(bytes) };
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
