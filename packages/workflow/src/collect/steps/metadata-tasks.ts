import { relative } from 'node:path';
import type { Task } from '@tapehaul/orchestrator';
import { CHECKSUMS, COVERAGE, MANIFEST, METADATA, runDirectory } from '../../directory.ts';
import { FAILED_FILE_STATES } from '../../file/file-states.ts';
import { FILE_TASK } from '../../flow-names.ts';
import { type CollectionMetadata, collectionMetadata } from '../../result/collection-metadata.ts';
import { RunCoverageTally, type SeriesDaysReport } from '../../result/days/run-coverage.ts';
import { checksumLine, type ManifestRow, manifestLine, manifestRows } from '../../result/manifest.ts';
import { writeRunFiles } from '../../result/run-files.ts';
import type { CollectionRun } from './collection-run.ts';
import { step } from './step.ts';

/** Writes what is known of a collection beside its data. */
export async function writeMetadata(root: string, metadata: CollectionMetadata): Promise<void> {
  const text = (whole: CollectionMetadata): string => `${JSON.stringify(whole, null, 2)}\n`;
  await writeRunFiles(root, metadata.run_id, [[metadata]], { [METADATA]: text });
}

/** Writes beside the data that a collection runs. */
export const createCollectionMetadata: Task<CollectionRun, void> = step(
  'create-collection-metadata',
  {},
  async (run: CollectionRun) => writeMetadata(run.root, await collectionMetadata(run, 'running')),
);

/** Writes, beside the data, what proves them and what is missing: manifest, checksums and coverage; then how the collection ended. */
export const persistCollectionMetadata: Task<CollectionRun, CollectionMetadata> = step(
  'persist-collection-metadata',
  {},
  async (run: CollectionRun, { signal, log }) => {
    const { root, runId, catalog } = run;
    const proofs = { proved: 0, deep: 0 };
    const rows = countProved(manifestRows(catalog, runId, signal), proofs);
    await writeRunFiles(root, runId, rows, { [MANIFEST]: manifestLine, [CHECKSUMS]: checksumLine });
    const tally = new RunCoverageTally();
    const series = tally.count(catalog, run.config, signal);
    await writeRunFiles(root, runId, series, {
      [COVERAGE]: (report: SeriesDaysReport) => `${JSON.stringify(report)}\n`,
    });
    run.coverage = tally.coverage();
    const counts = await catalog.counts(runId, FILE_TASK);
    const { tables } = run;
    const areTablesWhole = tables === null || (tables.failed_months === 0 && tables.error === null);
    const failed = FAILED_FILE_STATES.some((state) => state in counts) || !areTablesWhole;
    const status = failed ? 'completed_with_failures' : 'completed';
    const last = await collectionMetadata(run, status, {
      manifest: MANIFEST,
      checksums: CHECKSUMS,
      proved_files: proofs.proved,
      deeply_proved_files: proofs.deep,
      coverage: COVERAGE,
      days: tally.days(),
    });
    await writeMetadata(root, last);
    log('info', `wrote the manifest to ${relative(root, runDirectory(root, runId))}`);
    return last;
  },
);

/** Passes rows of a manifest on, and counts those of files that are proved, and that are proved deep. */
async function* countProved(
  rows: AsyncIterable<ManifestRow[]>,
  proofs: { proved: number; deep: number },
): AsyncGenerator<ManifestRow[]> {
  for await (const group of rows) {
    proofs.proved += group.filter(({ verdict }) => verdict === 'proved').length;
    proofs.deep += group.filter(({ depth }) => depth === 'deep').length;
    yield group;
  }
}
