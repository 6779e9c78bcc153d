import { type CatalogReader, everyPage, FILE_TASK } from '@tapehaul/workflow';
import type { BatchFilter } from '../run-control.ts';
import { type BatchView, batchView } from '../run-view.ts';

/** The batches of the files of a run of a record, in the order of the plan. */
export async function* readBatches(
  record: CatalogReader,
  runId: string,
  { open = false }: BatchFilter,
): AsyncGenerator<BatchView, void, undefined> {
  const pages = everyPage((page) => record.batches(runId, { ...page, name: FILE_TASK, open }));
  for await (const rows of pages) {
    for (const { batch, left, holder: worker, isHeld, claims, losses, failure } of rows) {
      // The lease of a batch that is done runs out later.
      const isWorkedOn = isHeld && left > 0;
      yield batchView({ batch, left, worker, isHeld: isWorkedOn, claims, losses, failure });
    }
  }
}
