import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { formatSeries } from '@tapehaul/archive';
import type { DisputeRecord } from '@tapehaul/catalog';

/** Writes disputes; to be used in a transaction. */
export class DisputeWriter {
  readonly #upsert: StatementSync;

  constructor(database: DatabaseSync) {
    this.#upsert = database.prepare(
      `INSERT OR REPLACE INTO disputes (key, path, quarantine_path, series, partition, period, bytes, sha256,
         published_sha256, etag, last_modified, sidecar_etag, sidecar_modified, first_run, first_seen_at, last_run,
         last_seen_at, state, decided_by, decided_at, reason)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
  }

  /** Writes a dispute; its runs are given by their numbers. */
  record(firstRun: number, lastRun: number, dispute: DisputeRecord): void {
    const { key, path, quarantinePath, partition, period, bytes, sha256, publishedSha256 } = dispute;
    const series = dispute.series && formatSeries(dispute.series);
    const { etag, lastModified, sidecarEtag, sidecarModified, state, decidedBy, decidedAt, reason } = dispute;
    const what = [key, path, quarantinePath, series, partition, period, bytes, sha256, publishedSha256];
    const tokens = [etag, lastModified, sidecarEtag, sidecarModified];
    const first = [firstRun, Math.trunc(dispute.firstSeenAt)];
    const last = [lastRun, Math.trunc(dispute.lastSeenAt)];
    const at = decidedAt === null ? null : Math.trunc(decidedAt);
    this.#upsert.run(...what, ...tokens, ...first, ...last, state, decidedBy, at, reason);
  }
}
