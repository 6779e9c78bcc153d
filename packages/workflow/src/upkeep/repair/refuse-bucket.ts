import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { TapehaulError } from '@tapehaul/errors';
import * as z from 'zod';
import { METADATA, RUNS } from '../../directory.ts';
import { records } from '../../record-store.ts';
import { readSmall } from '../../result/regular-file.ts';

const metadataSchema = z.object({ storage: z.string() });

/**
 * Refuses to rebuild the record of files that are in a bucket, by the metadata of the newest run: a repair reads folders, and a collection takes
 * over what stands in a bucket by itself. Rejects with a TapehaulError `config_invalid` that says so.
 */
export async function refuseBucket(root: string): Promise<void> {
  const storage = await newestStorage(root);
  if (storage?.startsWith('s3://') !== true) return;
  const record = records.locate(root);
  throw new TapehaulError(
    'config_invalid',
    `the files of ${root} are in ${storage}, and a repair reads folders`,
    {
      facts: { root, storage, record },
      hint: `Move ${record} away, if it exists, then collect the same request again: what is in the bucket is proved by its digest and taken over, and nothing of it is fetched. Tables are built again. Nothing was written.`,
    },
  );
}

/** Most bytes of the metadata of a run that are read. */
const MOST = 1_048_576;

/** Where the newest run that has left its metadata put its files. */
async function newestStorage(root: string): Promise<string | undefined> {
  const names = await readdir(join(root, RUNS)).catch(() => []);
  // The ids of runs begin with their time.
  for (const name of names.toSorted().toReversed()) {
    const text = await readSmall(join(root, RUNS, name, METADATA), MOST).catch(() => '');
    const storage = storageIn(text);
    if (storage !== undefined) return storage;
  }
  return undefined;
}

function storageIn(text: string): string | undefined {
  try {
    return metadataSchema.parse(JSON.parse(text)).storage;
  } catch {
    return undefined;
  }
}
