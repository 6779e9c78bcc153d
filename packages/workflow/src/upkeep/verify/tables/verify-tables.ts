import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { Readable } from 'node:stream';
import { formatSeries } from '@tapehaul/archive';
import type { PartitionRecord } from '@tapehaul/catalog';
import { asTapehaulError, stoppedBy, TapehaulError } from '@tapehaul/errors';
import { tablesManifest } from '../../../directory.ts';
import { closeQuietly } from '../../../record.ts';
import { DigestSet } from '../../../result/digest-set.ts';
import { checkBucket, type RecordedBucket, recordedBucket } from '../../../storage/recorded-bucket.ts';
import { writeTablesManifest } from '../../../tables/tables-manifest.ts';
import { checkDirectory } from '../../check-directory.ts';
import { isInSubset } from '../data-subset.ts';
import type { VerifyOptions } from '../verified-file.ts';
import { bucketStoredTables } from './bucket-stored-tables.ts';
import type { CheckedTable } from './checked-table.ts';
import { localStoredTables } from './local-stored-tables.ts';
import { rebuiltTables } from './rebuilt-tables.ts';
import { openTablesRecord, recordedTables, type TablesRecord } from './recorded-tables.ts';
import type { StoredTables } from './stored-tables.ts';
import type { VerifiedTable, VerifiedTableStatus } from './verified-table.ts';

/** Files that are read at once. */
const AT_ONCE = 4;

/** What files are checked with. */
interface Check {
  /** Output directory, absolute. */
  readonly root: string;
  readonly stored: StoredTables;
  readonly record: TablesRecord;
  readonly isRead: (path: string) => boolean;
  readonly signal: AbortSignal;
}

/**
 * Reads each file of the tables of an output directory, or of its bucket, and compares it with the record, else with the manifest of tables.
 * With `deep` each is also built again from its sources, beside the output directory, and its bytes compared. Files among tables that
 * nothing names come last. None when a run is requested. What is changed or broken is recorded where the record can be written, and
 * the manifest of tables says so: the next build makes it again. Rejects with a TapehaulError: `config_invalid` when there is no such directory, `cancelled` when
 * stopped.
 */
export async function* verifyTables(
  directory: string,
  options: VerifyOptions = {},
): AsyncGenerator<VerifiedTable, void, undefined> {
  const { runId, deep = false, subset, signal = new AbortController().signal } = options;
  if (signal.aborted) throw stoppedBy(signal);
  checkDirectory(directory, 'Pass the output directory of a collection.');
  if (runId !== undefined) return;
  const root = resolve(directory);
  const seed = randomUUID();
  const isRead = (path: string): boolean => subset === undefined || isInSubset(path, subset, seed);
  const record = await openTablesRecord(root);
  const named = new DigestSet();
  let bucket: RecordedBucket | undefined;
  try {
    bucket = record.reader && (await recordedBucket(record.reader, root));
    if (bucket !== undefined) await checkBucket(bucket, signal);
    const stored = bucket === undefined ? localStoredTables(root) : bucketStoredTables(bucket.target);
    const shallow = checkedTables({ stored, root, record, isRead, signal }, named);
    const checked = deep ? rebuiltTables(stored, record, shallow, signal) : shallow;
    let isOutdated = false;
    for await (const { table, partition } of checked) {
      const { status } = table;
      if (status === 'changed' || status === 'broken') {
        record.writer?.outdatePartition(partition.path, partition.sha256);
        isOutdated = true;
      }
      yield table;
    }
    // What cannot be recorded is left out: the files were verified.
    if (isOutdated) await updateManifest(root, record).catch(() => {});
    yield* unknownFiles(stored, record, named, signal);
  } catch (thrown) {
    throw signal.aborted ? stoppedBy(signal) : asTapehaulError(thrown);
  } finally {
    await bucket?.target.close();
    await closeQuietly(record.reader);
  }
}

/** Writes the manifest of tables anew. A build that is in progress has removed it, and writes it at its end. */
async function updateManifest(root: string, { writer }: TablesRecord): Promise<void> {
  if (writer === undefined) return;
  await writer.settled();
  if (existsSync(tablesManifest(root))) await writeTablesManifest(root, writer);
}

async function* checkedTables(check: Check, named: DigestSet): AsyncGenerator<CheckedTable> {
  const { root, record, signal } = check;
  const checks = Readable.from(recordedTables(root, record)).map(
    async (partition: PartitionRecord): Promise<CheckedTable | undefined> => checkTable(partition, check),
    { concurrency: AT_ONCE, signal },
  );
  for await (const checked of checks) {
    if (checked === undefined) continue;
    named.add(checked.partition.path);
    yield checked;
  }
}

/** Checks the file of a partition; undefined when the partition was forgotten meanwhile. */
async function checkTable(partition: PartitionRecord, check: Check): Promise<CheckedTable | undefined> {
  const { stored, record, isRead, signal } = check;
  const { path, sha256: expected } = partition;
  const found = (status: VerifiedTableStatus, sha256: string | null = null): CheckedTable => ({
    partition,
    table: { ...tableOf(partition), status, sha256 },
  });
  try {
    if (!isRead(path)) return found((await stored.exists(path, signal)) ? 'not_read' : 'missing');
    const sha256 = await stored.digest(path, signal);
    if (sha256 === expected) return found('intact', sha256);
    // A build may have replaced it since its record was read.
    const now = record.reader === undefined ? partition : await record.reader.findPartition(path);
    if (now === undefined) return undefined;
    if (now.sha256 !== expected) return await checkTable(now, check);
    return found(sha256 === null ? 'missing' : 'changed', sha256);
  } catch (thrown) {
    if (signal.aborted) throw thrown;
    const error = asTapehaulError(thrown).toJSON();
    return { partition, table: { ...tableOf(partition), status: 'unreadable', error } };
  }
}

function tableOf({ path, series, period, sha256: expected }: PartitionRecord): Omit<VerifiedTable, 'status'> {
  const what = { kind: 'verified_table', path, series: formatSeries(series), period, expected } as const;
  return { ...what, sha256: null, not_rebuilt: null, error: null };
}

/** Files in the folder of tables that nothing names. */
async function* unknownFiles(
  stored: StoredTables,
  { reader }: TablesRecord,
  named: DigestSet,
  signal: AbortSignal,
): AsyncGenerator<VerifiedTable> {
  for await (const { path, kind } of stored.all(signal)) {
    // One that was built meanwhile is recorded by now.
    if (named.has(path) || (await reader?.findPartition(path)) !== undefined) continue;
    const nothing = { series: null, period: null, expected: null, sha256: null, not_rebuilt: null };
    const error = kind === 'unreadable' ? unreadableFolder(stored.locate(path)).toJSON() : null;
    const status = kind === 'unreadable' ? kind : 'unknown';
    yield { kind: 'verified_table', path, ...nothing, status, error };
  }
}

function unreadableFolder(folder: string): TapehaulError {
  return new TapehaulError('file_failed', `${folder} cannot be read`, {
    facts: { folder },
    hint: 'Check its permissions, then run the same command again.',
  });
}
