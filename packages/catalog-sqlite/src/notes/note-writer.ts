import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { formatSeries } from '@tapehaul/archive';
import {
  type ChangeRecord,
  type GapRecord,
  LOG_LEVELS,
  type NewLog,
  type VersionRecord,
} from '@tapehaul/catalog';

/** Writes what is noted beside tasks and objects; to be used in a transaction. */
export class NoteWriter {
  readonly #log: StatementSync;
  readonly #version: StatementSync;
  readonly #change: StatementSync;
  readonly #gap: StatementSync;

  constructor(database: DatabaseSync) {
    // Numbers of attempts begin anew with a resume: those made before it are added, as they are to the task's.
    this.#log = database.prepare(
      `INSERT INTO logs (run, task_id, attempt, at, level, message, trace_id, span_id) VALUES (?1, ?2,
         ?3 + ifnull((SELECT coalesce(outcomes.earlier, progress.earlier) FROM tasks
             LEFT JOIN outcomes ON outcomes.run = tasks.run AND outcomes.number = tasks.number
             LEFT JOIN progress ON progress.run = tasks.run AND progress.number = tasks.number
           WHERE tasks.run = ?1 AND task_id = ?2), 0), ?4, ?5, ?6, ?7, ?8)`,
    );
    this.#version = database.prepare(
      `INSERT INTO versions (key, path, bytes, sha256, etag, last_modified, run, superseded_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#change = database.prepare('INSERT INTO changes (run, kind, key, at, facts) VALUES (?, ?, ?, ?, ?)');
    this.#gap = database.prepare(
      `INSERT INTO gaps (run, series, first, last, verdict, reason, likely) VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET reason = excluded.reason, likely = excluded.likely`,
    );
  }

  log(run: number, line: NewLog): void {
    const { taskId, attempt, at, level, message, traceId = null, spanId = null } = line;
    const weight = LOG_LEVELS.indexOf(level);
    this.#log.run(run, taskId, attempt, Math.trunc(at), weight, message, traceId, spanId);
  }

  version(run: number, version: VersionRecord): void {
    const { key, path, bytes, sha256, etag, lastModified, supersededAt } = version;
    this.#version.run(key, path, bytes, sha256, etag, lastModified, run, Math.trunc(supersededAt));
  }

  change(run: number, { kind, key, at, facts }: ChangeRecord): void {
    this.#change.run(run, kind, key, Math.trunc(at), JSON.stringify(facts ?? null));
  }

  gap(run: number, { series, first, last, verdict, reason, likely }: GapRecord): void {
    this.#gap.run(run, formatSeries(series), first, last, verdict, reason, likely);
  }
}
