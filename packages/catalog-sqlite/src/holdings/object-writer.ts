import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { formatSeries } from '@tapehaul/archive';
import type { ObjectRecord } from '@tapehaul/catalog';
import { type CellWriter, cellFile } from '../cells/cell-writer.ts';
import { type Row, textOrNull } from '../rows/rows.ts';
import { CoverageTally } from './coverage-tally.ts';

/** What a file is known to be that is held with that proof. */
const STATE_OF_PROOF = { sidecar: 'proved', accepted: 'accepted', none: 'unverified' } as const;

/**
 * Writes objects that are held, sums them up by series and marks their cells; to be used in a transaction that ends with
 * {@link ObjectWriter.write}.
 */
export class ObjectWriter {
  readonly #cells: CellWriter;
  readonly #former: StatementSync;
  readonly #upsert: StatementSync;
  readonly #deepen: StatementSync;
  readonly #delete: StatementSync;
  readonly #coverage: CoverageTally;
  readonly #resolve: StatementSync;

  constructor(database: DatabaseSync, cells: CellWriter) {
    this.#cells = cells;
    this.#former = database.prepare(
      'SELECT series, partition, period, bytes, proof, deep FROM objects WHERE key = ?',
    );
    this.#upsert = database.prepare(
      `INSERT INTO objects (key, path, bytes, mtime_ms, sha256, proof, etag, last_modified, series, partition,
         period, run, recorded_at, accepted, deep) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (key) DO UPDATE SET path = excluded.path, bytes = excluded.bytes,
         mtime_ms = excluded.mtime_ms, sha256 = excluded.sha256, proof = excluded.proof, etag = excluded.etag,
         last_modified = excluded.last_modified, series = excluded.series, partition = excluded.partition,
         period = excluded.period, run = excluded.run, recorded_at = excluded.recorded_at,
         accepted = excluded.accepted, deep = excluded.deep`,
    );
    this.#deepen = database.prepare(
      'UPDATE objects SET deep = 1 WHERE key = ? AND sha256 = ? AND deep = 0 RETURNING series, partition',
    );
    this.#delete = database.prepare('DELETE FROM objects WHERE key = ?');
    this.#coverage = new CoverageTally(database);
    this.#resolve = database.prepare(
      `UPDATE disputes SET state = 'resolved', last_run = ?, last_seen_at = ?
       WHERE key = ? AND state IN ('open', 'accepted')`,
    );
  }

  hold(run: number, object: ObjectRecord): void {
    this.#uncover(object.key);
    const { key, path, bytes, mtimeMs, sha256, proof, etag, lastModified, partition, period } = object;
    const series = object.series && formatSeries(object.series);
    const isAccepted = proof === 'accepted';
    const shown = isAccepted ? 'none' : proof;
    const values = [path, bytes, mtimeMs, sha256, shown, etag, lastModified, series, partition, period];
    const at = Math.trunc(object.recordedAt);
    const deep = object.depth === 'deep' ? 1 : 0;
    this.#upsert.run(key, ...values, run, at, isAccepted ? 1 : 0, deep);
    if (!isAccepted) this.#resolve.run(run, at, key);
    if (series === null) return;
    const proved = proof === 'sidecar' ? 1 : 0;
    this.#coverage.add({ series, partition: partition ?? '', objects: 1, proved, deep, bytes });
    const file = cellFile(series, partition, period);
    if (file !== undefined) this.#cells.file(file, STATE_OF_PROOF[proof]);
  }

  /** The content of an object of that digest was inflated and compared. */
  deepen(key: string, sha256: string): void {
    const row = this.#deepen.get(key, sha256);
    if (row === undefined || row.series === null) return;
    const [series, partition] = [String(row.series), textOrNull(row.partition) ?? ''];
    this.#coverage.add({ series, partition, objects: 0, proved: 0, deep: 1, bytes: 0 });
  }

  forget(key: string): void {
    const former = this.#uncover(key);
    if (former === undefined) return;
    this.#delete.run(key);
    const file = cellFile(former.series, former.partition, former.period);
    if (file !== undefined) this.#cells.file(file, 'unknown');
  }

  /** Writes the sums by series; to be called before the transaction ends. */
  write(): void {
    this.#coverage.write();
  }

  /** Drops what was not written, when the transaction failed. */
  clear(): void {
    this.#coverage.clear();
  }

  #uncover(key: string): Row | undefined {
    const row = this.#former.get(key);
    if (row === undefined || row.series === null) return row;
    const [proved, bytes] = [row.proof === 'sidecar' ? -1 : 0, -Number(row.bytes)];
    const [series, partition] = [String(row.series), textOrNull(row.partition) ?? ''];
    this.#coverage.add({ series, partition, objects: -1, proved, deep: -Number(row.deep), bytes });
    return row;
  }
}
