import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { LogPage, LogQuery } from '@tapehaul/catalog';
import { LOG_LEVELS, type LogLevel, type LogRecord } from '@tapehaul/catalog';
import { cursorOf, likePattern, pageLimit, positionOf, type RowKey } from '@tapehaul/catalog/rules';
import { merged, type Range, readRows } from '../paging/keyset.ts';
import { logRecord } from '../rows/rows.ts';

type Order = NonNullable<LogQuery['order']>;

/** Reads the logs of runs. */
export class LogReader {
  readonly #ofTask: Readonly<Record<Order, StatementSync>>;
  readonly #ofLevel: Readonly<Record<Order, StatementSync>>;
  readonly #rows: StatementSync;

  constructor(database: DatabaseSync) {
    const inOrder = (select: (isBehind: string) => string) => ({
      oldest: database.prepare(`${select('sequence > ?')} ORDER BY sequence LIMIT ?`),
      newest: database.prepare(`${select('sequence < ?')} ORDER BY sequence DESC LIMIT ?`),
    });
    this.#ofTask = inOrder(
      (isBehind) =>
        `SELECT sequence FROM logs WHERE run = ? AND task_id = ? AND level >= ? AND attempt IS coalesce(?, attempt) AND ${isBehind}`,
    );
    this.#ofLevel = inOrder(
      (isBehind) => `SELECT sequence FROM logs WHERE run = ? AND level = ? AND ${isBehind}`,
    );
    this.#rows = database.prepare(
      `SELECT * FROM logs WHERE sequence IN (SELECT value FROM json_each(?)) AND message LIKE ? ESCAPE '\\'`,
    );
  }

  page(run: number, runId: string, query: LogQuery): LogPage {
    const { taskId, level = 'debug', contains, order = 'oldest', after = 0, before, cursor } = query;
    const kind = order === 'oldest' ? 'logs' : 'newest logs';
    const reached = cursor === undefined ? undefined : Number(positionOf(kind, [0], cursor)[0]);
    const [low, high] = [after, before ?? Number.MAX_SAFE_INTEGER];
    const start = order === 'oldest' ? Math.max(low, reached ?? low) : Math.min(high, reached ?? high);
    const isInside = ([sequence]: RowKey): boolean => sequence > low && sequence < high;
    const range = taskId === undefined ? this.#levels(run, level, order) : this.#task(run, query, order);
    const { rows, next } = readRows((from, limit) => range(from, limit).filter(isInside), {
      after: [start, start],
      limit: pageLimit(query),
      searches: contains !== undefined,
      rowsOf: (sequences) => this.#rowsOf(runId, sequences, likePattern(contains)),
    });
    return { rows, next: next === undefined ? null : cursorOf(kind, [next[0]]) };
  }

  #task(run: number, { taskId = '', level = 'debug', attempt }: LogQuery, order: Order): Range {
    const least = LOG_LEVELS.indexOf(level);
    return (after, limit) =>
      rowKeys(this.#ofTask[order].all(run, taskId, least, attempt ?? null, after?.[0] ?? 0, limit));
  }

  #levels(run: number, level: LogLevel, order: Order): Range {
    const least = LOG_LEVELS.indexOf(level);
    const ranges = LOG_LEVELS.slice(least).map((_, place): Range => {
      return (after, limit) => rowKeys(this.#ofLevel[order].all(run, least + place, after?.[0] ?? 0, limit));
    });
    return merged(ranges, order === 'newest');
  }

  #rowsOf(runId: string, sequences: readonly number[], pattern: string): Map<number, LogRecord> {
    const rows = this.#rows.all(JSON.stringify(sequences), pattern);
    return new Map(rows.map((row) => [Number(row.sequence), logRecord(runId, row)]));
  }
}

function rowKeys(rows: readonly Record<string, unknown>[]): RowKey[] {
  return rows.map(({ sequence }) => [Number(sequence), Number(sequence)]);
}
