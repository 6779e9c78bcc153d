import { formatSeries, seriesParts } from '@tapehaul/archive';
import type { DisputeRecord } from '@tapehaul/catalog';
import type { Session } from '../connection/session.ts';
import { unnested } from '../connection/unnested.ts';
import { HELD, type Held } from './object-columns.ts';

/** Columns of `disputes d` that {@link disputeRecord} takes. */
export const DISPUTE = `SELECT d.key, d.path, d.quarantine_path AS "quarantinePath", d.series, d.partition, d.period, d.bytes, d.sha256,
    d.published_sha256 AS "publishedSha256", d.etag, d.last_modified AS "lastModified", d.sidecar_etag AS "sidecarEtag",
    d.sidecar_modified AS "sidecarModified", first.run_id AS "firstRunId", d.first_seen_at AS "firstSeenAt",
    last.run_id AS "lastRunId", d.last_seen_at AS "lastSeenAt", d.state, d.decided_by AS "decidedBy",
    d.decided_at AS "decidedAt", d.reason
  FROM tapehaul.disputes d JOIN tapehaul.runs first ON first.id = d.first_run JOIN tapehaul.runs last ON last.id = d.last_run`;

/** A row of {@link DISPUTE}. */
export interface DisputeRow extends Omit<DisputeRecord, 'series'> {
  readonly series: string | null;
}

/** A dispute's row as a record. */
export function disputeRecord({ series, ...row }: DisputeRow): DisputeRecord {
  return { ...row, series: series === null ? null : seriesParts(series) };
}

const COLUMNS = `record, key, path, quarantine_path, series, partition, period, bytes, sha256, published_sha256, etag,
  last_modified, sidecar_etag, sidecar_modified, first_run, first_seen_at, last_run, last_seen_at, state, decided_by, decided_at, reason`;
const NAMES = COLUMNS.split(/,\s*/);

const UPSERT = `INSERT INTO tapehaul.disputes (${COLUMNS}) VALUES (${NAMES.map((_, place) => `$${place + 1}`).join(', ')})
  ON CONFLICT (record, key) DO UPDATE SET ${NAMES.slice(2)
    .map((name) => `${name} = excluded.${name}`)
    .join(', ')}`;

/** Writes a dispute in place of the one before under its key; its runs are given by their numbers. */
export async function writeDispute(
  session: Session,
  record: number,
  { firstRun, lastRun }: { readonly firstRun: number; readonly lastRun: number },
  dispute: DisputeRecord,
): Promise<void> {
  const { key, path, quarantinePath, partition, period, bytes, sha256, publishedSha256 } = dispute;
  const { etag, lastModified, sidecarEtag, sidecarModified, state, decidedBy, decidedAt, reason } = dispute;
  const series = dispute.series && formatSeries(dispute.series);
  const what = [record, key, path, quarantinePath, series, partition, period, bytes, sha256, publishedSha256];
  const tokens = [etag, lastModified, sidecarEtag, sidecarModified];
  const seen = [firstRun, Math.trunc(dispute.firstSeenAt), lastRun, Math.trunc(dispute.lastSeenAt)];
  const decision = [state, decidedBy, decidedAt === null ? null : Math.trunc(decidedAt), reason];
  await session.query(UPSERT, [...what, ...tokens, ...seen, ...decision]);
}

/** Resolves the disputes of objects that are held from now on, and were not accepted by a person. */
export async function resolveDisputes(
  session: Session,
  record: number,
  held: readonly Held[],
): Promise<void> {
  const proved = held.filter(({ object }) => object.proof !== 'accepted');
  if (proved.length === 0) return;
  const given = unnested(
    proved,
    HELD.filter(([name]) => name === 'key' || name === 'run' || name === 'recorded_at'),
    1,
  );
  await session.query(
    `UPDATE tapehaul.disputes d SET state = 'resolved', last_run = given.run, last_seen_at = given.recorded_at FROM ${given.sql}
     WHERE d.record = $1 AND d.key = given.key AND d.state IN ('open', 'accepted')`,
    [record, ...given.values],
  );
}
