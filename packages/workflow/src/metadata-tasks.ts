import { type Task, task } from '@tapehaul/orchestrator';
import type { Collection } from './collection.ts';
import type { CollectionMetadata } from './collection-metadata.ts';
import { FAILED_STATES } from './findings.ts';
import { FILE_TASK } from './flow-names.ts';
import { CHECKSUMS, checksumLines, MANIFEST, manifestLines, manifestRows } from './manifest.ts';
import { runDirectory, writeRunFile } from './run-files.ts';

/** Name of the file that tells of a run. */
export const METADATA = 'metadata.json';

/** Writes what is known of a collection beside its data. */
export async function writeMetadata(root: string, metadata: CollectionMetadata): Promise<void> {
  await writeRunFile(root, metadata.run_id, METADATA, `${JSON.stringify(metadata, null, 2)}\n`);
}

/** Tells beside the data that a collection runs. */
export const createCollectionMetadata: Task<Collection, void> = task(
  'create-collection-metadata',
  {},
  async ({ root, metadata }: Collection) => writeMetadata(root, metadata('running')),
);

/** Writes, beside the data, what proves them: the manifest and the checksums; then how the collection ended. */
export const persistCollectionMetadata: Task<Collection, CollectionMetadata> = task(
  'persist-collection-metadata',
  {},
  async ({ root, runId, catalog, metadata }: Collection, { signal, log }) => {
    const rows = () => manifestRows(catalog, runId);
    await writeRunFile(root, runId, MANIFEST, manifestLines(rows()), signal);
    await writeRunFile(root, runId, CHECKSUMS, checksumLines(rows()), signal);
    const counts = catalog.counts(runId, FILE_TASK);
    const failed = FAILED_STATES.some((state) => state in counts);
    const status = failed ? 'completed_with_failures' : 'completed';
    const last = metadata(status, { manifest: MANIFEST, checksums: CHECKSUMS });
    await writeMetadata(root, last);
    log('info', `wrote the manifest to ${runDirectory(root, runId)}`);
    return last;
  },
);
