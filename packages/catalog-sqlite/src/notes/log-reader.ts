import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { LogPage, LogQuery } from '@tapehaul/catalog';
import { LOG_LEVELS, type LogLevel, type LogRecord } from '@tapehaul/catalog';
import { cursorOf, pageLimit, positionOf } from '@tapehaul/catalog/rules';
import { merged, type Range, type RowKey, readRows } from '../paging/keyset.ts';
import { likePattern } from '../paging/like-pattern.ts';
import { logRecord } from '../rows/rows.ts';

/** Reads the logs of runs. */
export class LogReader {
  readonly #ofTask: StatementSync;
  readonly #ofLevel: StatementSync;
  readonly #rows: StatementSync;

  constructor(database: DatabaseSync) {
    this.#ofTask = database.prepare(
      `SELECT sequence FROM logs WHERE run = ? AND task_id = ? AND level >= ? AND sequence > ?
       ORDER BY sequence LIMIT ?`,
    );
    this.#ofLevel = database.prepare(
      'SELECT sequence FROM logs WHERE run = ? AND level = ? AND sequence > ? ORDER BY sequence LIMIT ?',
    );
    this.#rows = database.prepare(
      `SELECT * FROM logs WHERE sequence IN (SELECT value FROM json_each(?)) AND message LIKE ? ESCAPE '\\'`,
    );
  }

  page(run: number, runId: string, query: LogQuery): LogPage {
    const { taskId, level = 'debug', contains, after = 0, cursor } = query;
    const reached = cursor === undefined ? 0 : Number(positionOf('logs', [0], cursor)[0]);
    const start = Math.max(after, reached);
    const range = taskId === undefined ? this.#levels(run, level) : this.#task(run, taskId, level);
    const { rows, next } = readRows(range, {
      after: [start, start],
      limit: pageLimit(query),
      searches: contains !== undefined,
      rowsOf: (sequences) => this.#rowsOf(runId, sequences, likePattern(contains)),
    });
    return { rows, next: next === undefined ? null : cursorOf('logs', [next[0]]) };
  }

  #task(run: number, taskId: string, level: LogLevel): Range {
    const least = LOG_LEVELS.indexOf(level);
    return (after, limit) => rowKeys(this.#ofTask.all(run, taskId, least, after?.[0] ?? 0, limit));
  }

  #levels(run: number, level: LogLevel): Range {
    const least = LOG_LEVELS.indexOf(level);
    const ranges = LOG_LEVELS.slice(least).map((_, place): Range => {
      return (after, limit) => rowKeys(this.#ofLevel.all(run, least + place, after?.[0] ?? 0, limit));
    });
    return merged(ranges, false);
  }

  #rowsOf(runId: string, sequences: readonly number[], pattern: string): Map<number, LogRecord> {
    const rows = this.#rows.all(JSON.stringify(sequences), pattern);
    return new Map(rows.map((row) => [Number(row.sequence), logRecord(runId, row)]));
  }
}

function rowKeys(rows: readonly Record<string, unknown>[]): RowKey[] {
  return rows.map(({ sequence }) => [Number(sequence), Number(sequence)]);
}
