import { resolve } from 'node:path';
import { formatKey } from '@tapehaul/archive';
import type { Catalog } from '@tapehaul/catalog';
import { cellOf, STATE_OF_PROOF } from '../../file/file-cells.ts';
import { closeQuietly, hasRecord, openRecord } from '../../record.ts';
import { records } from '../../record-store.ts';
import { checkBucket, type RecordedBucket, recordedBucket } from '../../storage/recorded-bucket.ts';
import { objectOfFile } from './file-object.ts';
import type { VerifiedFile, VerifyOptions } from './verified-file.ts';
import { type VerifiedEntry, verifiedFiles } from './verify-folder.ts';

/** Files of which the record is read together. */
const GROUP = 500;

/**
 * Verifies as {@link verifyFolder} does, also the files of a bucket, which are then copied to this machine a few at once, and records in the record of the directory, where it has one that can be written,
 * which of the files it holds are gone or corrupt, which are as they were proved, and which were proved deep now. Rejects as that does.
 */
export async function* verifyOutput(
  directory: string,
  options: VerifyOptions = {},
): AsyncGenerator<VerifiedFile, void, undefined> {
  const { signal = new AbortController().signal } = options;
  const root = resolve(directory);
  const catalog = await writableRecord(root);
  const bucket = await bucketOf(catalog, root);
  let group: VerifiedEntry[] = [];
  try {
    if (bucket !== undefined) await checkBucket(bucket, signal);
    for await (const entry of verifiedFiles(directory, options, bucket?.target)) {
      yield entry.file;
      if (catalog === undefined || group.push(entry) < GROUP) continue;
      await record(catalog, group);
      group = [];
    }
    if (catalog !== undefined) await record(catalog, group);
  } finally {
    await bucket?.target.close();
    await closeQuietly(catalog);
  }
}

/** The bucket that files are in, by the record, which may be one that can only be read. */
async function bucketOf(catalog: Catalog | undefined, root: string): Promise<RecordedBucket | undefined> {
  if (catalog !== undefined) return recordedBucket(catalog, root);
  const reader = await openRecord(root).catch(() => undefined);
  try {
    return reader && (await recordedBucket(reader, root));
  } finally {
    await closeQuietly(reader);
  }
}

/** Verifying needs no record: without one, or with one that cannot be written, nothing is recorded. */
async function writableRecord(root: string): Promise<Catalog | undefined> {
  try {
    return (await hasRecord(root)) ? await records.open(root) : undefined;
  } catch {
    return undefined;
  }
}

/** Records what was found out about files that are held where they were verified; what cannot be recorded is left out. */
async function record(catalog: Catalog, entries: readonly VerifiedEntry[]): Promise<void> {
  await recordAll(catalog, entries).catch(() => {});
}

async function recordAll(catalog: Catalog, entries: readonly VerifiedEntry[]): Promise<void> {
  const found = entries.flatMap(({ file, row, deep }) => {
    const object = objectOfFile(file.path, row);
    return object === undefined ? [] : [{ file, deep, object, key: formatKey(object) }];
  });
  const held = await catalog.findAll(found.map(({ key }) => key));
  for (const { file, deep, object, key } of found) {
    const known = held.get(key);
    if (known === undefined || known.path !== file.path) continue;
    if (file.status === 'missing') catalog.recordCells(null, cellOf(object, 'gone'));
    if (file.status === 'changed' || file.status === 'broken')
      catalog.recordCells(null, cellOf(object, 'corrupt'));
    if (file.status === 'intact') catalog.recordCells(null, cellOf(object, STATE_OF_PROOF[known.proof]));
    if (file.status === 'intact' && deep === true && file.sha256 !== null && known.depth !== 'deep')
      catalog.recordDeepProof(key, file.sha256);
  }
  await catalog.settled();
}
