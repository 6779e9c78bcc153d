import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { BatchQuery, BatchRecord, Page } from '@tapehaul/catalog';
import { cursorOf, pageLimit, positionOf, storedFailure, storedReports } from '@tapehaul/catalog/rules';
import type { Row } from '../rows/rows.ts';

/** Reads the batches of a run. */
export class BatchReader {
  readonly #page: StatementSync;
  readonly #reports: StatementSync;

  constructor(database: DatabaseSync) {
    this.#page = database.prepare(
      `SELECT number, name, open, epoch, worker, losses, failure, holder IS NOT NULL AND held_until > ?1 AS isHeld
       FROM batches WHERE run = ?2 AND number > ?3 AND (?4 IS NULL OR name = ?4) AND (?5 = 0 OR open > 0)
       ORDER BY number LIMIT ?6`,
    );
    this.#reports = database.prepare(
      `SELECT number, summary FROM batches WHERE run = ? AND name = ? AND number > ? AND summary IS NOT NULL
       ORDER BY number LIMIT ?`,
    );
  }

  page(run: number, query: BatchQuery): Page<BatchRecord> {
    const { cursor, name = null, open = false } = query;
    const after = cursor === undefined ? 0 : (positionOf('batches', [0], cursor)[0] ?? 0);
    const limit = pageLimit(query);
    const rows = this.#page.all(Date.now(), run, after, name, open ? 1 : 0, limit + 1).map(batchRecord);
    const shown = rows.slice(0, limit);
    const next = rows.length > limit ? cursorOf('batches', [shown.at(-1)?.batch ?? 0]) : null;
    return { rows: shown, next };
  }

  /** The reports of batches behind a batch, and the last batch that was read. */
  reports(run: number, name: string, after: number): { readonly rows: unknown[]; readonly last: number } {
    const rows = this.#reports.all(run, name, after, BATCHES);
    return {
      rows: rows.flatMap(({ summary }) => storedReports(String(summary))),
      last: Number(rows.at(-1)?.number ?? after),
    };
  }
}

/** Batches whose reports are read at once: that of a part of a plan may be long. */
const BATCHES = 16;

function batchRecord({ number, name, open, epoch, worker, losses, failure, isHeld }: Row): BatchRecord {
  return {
    batch: Number(number),
    name: String(name),
    left: Number(open),
    claims: Number(epoch),
    holder: worker === null ? null : String(worker),
    isHeld: isHeld === 1,
    losses: Number(losses),
    failure: storedFailure(failure === null ? null : String(failure)),
  };
}
