import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { seriesParts } from '@tapehaul/archive';
import type { DisputeRecord, DisputeState } from '@tapehaul/catalog';
import { type PageReader, ROWS } from '../paging/snapshots.ts';
import { numberOrNull, type Row, textOrNull } from '../rows/rows.ts';

const DISPUTE = `SELECT disputes.*, first.run_id AS first_run_id, last.run_id AS last_run_id FROM disputes
  JOIN runs AS first ON first.id = first_run JOIN runs AS last ON last.id = last_run`;

/** Reads disputes. */
export class DisputeReader {
  readonly #one: StatementSync;
  readonly #several: StatementSync;
  readonly #all: StatementSync;
  readonly #inState: StatementSync;

  constructor(database: DatabaseSync) {
    this.#one = database.prepare(`${DISPUTE} WHERE key = ?`);
    this.#several = database.prepare(`${DISPUTE} WHERE key IN (SELECT value FROM json_each(?))`);
    this.#all = database.prepare(`${DISPUTE} WHERE key > ? ORDER BY key LIMIT ${ROWS}`);
    this.#inState = database.prepare(
      `${DISPUTE} WHERE disputes.state = ? AND key > ? ORDER BY key LIMIT ${ROWS}`,
    );
  }

  find(key: string): DisputeRecord | undefined {
    const row = this.#one.get(key);
    return row && disputeRecord(row);
  }

  findAll(keys: readonly string[]): Map<string, DisputeRecord> {
    const found = this.#several.all(JSON.stringify(keys)).map(disputeRecord);
    return new Map(found.map((dispute) => [dispute.key, dispute]));
  }

  disputes(state: DisputeState | undefined): PageReader<DisputeRecord> {
    return (after) => {
      const from = after?.key ?? '';
      return (state === undefined ? this.#all.all(from) : this.#inState.all(state, from)).map(disputeRecord);
    };
  }
}

/** A row of the table of disputes, with `first_run_id` and `last_run_id`. */
export function disputeRecord(row: Row): DisputeRecord {
  return {
    key: String(row.key),
    path: String(row.path),
    quarantinePath: textOrNull(row.quarantine_path),
    series: row.series === null ? null : seriesParts(String(row.series)),
    partition: textOrNull(row.partition),
    period: textOrNull(row.period),
    bytes: Number(row.bytes),
    sha256: String(row.sha256),
    publishedSha256: String(row.published_sha256),
    etag: textOrNull(row.etag),
    lastModified: textOrNull(row.last_modified),
    sidecarEtag: textOrNull(row.sidecar_etag),
    sidecarModified: textOrNull(row.sidecar_modified),
    firstRunId: String(row.first_run_id),
    firstSeenAt: Number(row.first_seen_at),
    lastRunId: String(row.last_run_id),
    lastSeenAt: Number(row.last_seen_at),
    state: disputeStateOf(row.state),
    decidedBy: textOrNull(row.decided_by),
    decidedAt: numberOrNull(row.decided_at),
    reason: textOrNull(row.reason),
  };
}

function disputeStateOf(value: unknown): DisputeState {
  return value === 'accepted' || value === 'rejected' || value === 'resolved' ? value : 'open';
}
