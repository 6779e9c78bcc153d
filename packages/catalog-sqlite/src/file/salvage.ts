import { existsSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { RunSummary, VersionRecord } from '@tapehaul/catalog';
import { CRASHED } from '@tapehaul/catalog/rules';
import { asTapehaulError } from '@tapehaul/errors';
import { transaction } from '@tapehaul/sqlite';
import { readCatalog } from '../open-reader.ts';
import { type Row, RUN_COLUMNS, runOf, versionOf } from '../rows.ts';
import { openDatabase } from './database.ts';
import { guarded } from './guarded.ts';
import { refuseOtherThanFile } from './place-error.ts';

/** What reading a record results in; `empty` is a file without content, which a process leaves that died at once. */
export type RecordState = 'missing' | 'empty' | 'sound' | 'malformed';

/** Reads all of a record and says in what state it is. Throws a TapehaulError where that cannot be found out. */
export function recordState(path: string): RecordState {
  guarded(path, () => refuseOtherThanFile(path));
  if (!existsSync(path)) return 'missing';
  if (statSync(path).size === 0) return 'empty';
  try {
    readCatalog(path).close();
    const database = new DatabaseSync(path, { readOnly: true });
    try {
      const [found] = guarded(path, () => database.prepare('PRAGMA quick_check(1)').all());
      return found?.quick_check === 'ok' ? 'sound' : 'malformed';
    } finally {
      database.close();
    }
  } catch (thrown) {
    const error = asTapehaulError(thrown);
    if (error.code === 'catalog_malformed') return 'malformed';
    throw error;
  }
}

/** A run as it is put back into a record that is rebuilt: one that has ended. */
export interface RestoredRun
  extends Pick<RunSummary, 'runId' | 'flow' | 'state' | 'startedAt' | 'plannedAt'> {
  readonly endedAt: number;
  readonly parameters: unknown;
  readonly result: unknown;
}

/** What can be read of a damaged record. Nothing here throws: what cannot be read is left out, and named. */
export interface DamagedRecord {
  /** Runs, the oldest first. A run that had not ended is Crashed; only what has no tasks left is taken for planned. */
  runs(): RestoredRun[];
  /** Former versions of objects. */
  versions(): VersionRecord[];
  /** What an object was recorded with. */
  object(
    key: string,
  ): { sha256: string | null; etag: string | null; lastModified: string | null } | undefined;
  /** Tables of which something could not be read. */
  readonly unread: ReadonlySet<string>;
  close(): void;
}

/** Opens a damaged record to read what is left of it; undefined where it is no record at all. */
export function openDamaged(path: string): DamagedRecord | undefined {
  let database: DatabaseSync;
  try {
    database = new DatabaseSync(path, { readOnly: true });
  } catch {
    return undefined;
  }
  const unread = new Set<string>();
  const attempt = <Result>(table: string, read: () => Result): Result | undefined => {
    try {
      return read();
    } catch {
      unread.add(table);
      return undefined;
    }
  };
  /** Rows of a table from its beginning to a damaged page, and from its end to one. */
  const rows = <Item>(table: string, query: string, item: (row: Row) => Item): Map<number, Item> => {
    const found = new Map<number, Item>();
    for (const order of ['ASC', 'DESC']) {
      attempt(table, () => {
        for (const row of database.prepare(`${query} ORDER BY 1 ${order}`).iterate()) {
          const id = Number(row.id);
          if (found.has(id) && order === 'DESC') return;
          attempt(table, () => found.set(id, item(row)));
        }
      });
    }
    return found;
  };
  const find = attempt('objects', () =>
    database.prepare('SELECT sha256, etag, last_modified FROM objects WHERE key = ?'),
  );
  return {
    unread,
    runs() {
      const found = rows('runs', `SELECT ${RUN_COLUMNS}, parameters, result FROM runs`, restoredOf);
      return [...found].sort(([a], [b]) => a - b).map(([, run]) => run);
    },
    versions() {
      const query = `SELECT versions.id AS id, versions.*, runs.run_id FROM versions JOIN runs ON runs.id = versions.run`;
      return [...rows('versions', query, versionOf).values()];
    },
    object(key) {
      const row = attempt('objects', () => find?.get(key));
      if (row === undefined) return undefined;
      const text = (value: unknown): string | null => (value === null ? null : String(value));
      return { sha256: text(row.sha256), etag: text(row.etag), lastModified: text(row.last_modified) };
    },
    close: () => database.close(),
  };
}

function restoredOf(row: Row): RestoredRun {
  const { runId, flow, state, startedAt, endedAt, owner, parameters, result } = runOf(row);
  const at = endedAt ?? owner.heartbeatAt;
  // Its tasks are not restored: a run that is continued has to be planned again.
  const plannedAt = state === 'Completed' ? at : null;
  return {
    runId,
    flow,
    state: endedAt === null ? CRASHED : state,
    startedAt,
    plannedAt,
    endedAt: at,
    parameters,
    result,
  };
}

/** Puts runs into a record, made where it is missing; those that it has stay as they are. Gives how many are new. */
export function restoreRuns(path: string, runs: readonly RestoredRun[]): number {
  const database = openDatabase(path);
  try {
    return guarded(path, () =>
      transaction(database, () => {
        const insert = database.prepare(
          `INSERT OR IGNORE INTO runs (run_id, flow, state, parameters, started_at, planned_at, ended_at, owner_pid,
             owner_host, heartbeat_at, result) VALUES (?, ?, ?, ?, ?, ?, ?, 0, '', ?, ?)`,
        );
        const state = database.prepare('INSERT INTO run_states (run, state, at) VALUES (?, ?, ?)');
        let restored = 0;
        for (const run of runs) {
          const { runId, flow, startedAt, plannedAt, endedAt } = run;
          const [parameters, result] = [run.parameters, run.result].map((it) => JSON.stringify(it ?? null));
          const values = [
            runId,
            flow,
            run.state,
            parameters ?? 'null',
            startedAt,
            plannedAt,
            endedAt,
            endedAt,
          ];
          const { changes, lastInsertRowid } = insert.run(...values, result ?? 'null');
          if (changes === 0) continue;
          restored += 1;
          state.run(lastInsertRowid, 'Running', startedAt);
          state.run(lastInsertRowid, run.state, endedAt);
        }
        return restored;
      }),
    );
  } finally {
    database.close();
  }
}
