import { type CatalogReader, everyRow } from '@tapehaul/catalog';
import type { MetricsEvent } from '@tapehaul/metrics';
import * as z from 'zod';
import { FILE_TASK } from '../flow-names.ts';
import { errorRecord } from './event-parts.ts';
import type { WorkflowEvent } from './events.ts';

/** Failed files of a batch whose errors are reported in whole; of others the record has code and message. */
const MOST_ERRORS = 100;

const movedShape = {
  bytes: z.number().describe('Bytes moved, sidecars and repeated attempts included.'),
  transfer_batches: z.number(),
  fall_backs: z.number(),
};

const reportSchema = z.object({
  ...movedShape,
  errors: z.array(z.object({ key: z.string(), error: errorRecord })),
});

/** What workers moved. */
export type Moved = Pick<z.output<typeof reportSchema>, keyof typeof movedShape>;

/** What a worker did of a batch, as it is kept with the batch: what the outcomes of its files do not say. */
export type BatchReport = z.output<typeof reportSchema>;

/** Takes down what a worker does of a batch, until that is reported. */
export class BatchNotes {
  #bytes = 0;
  #errors: BatchReport['errors'] = [];
  #noted = 0;

  /** Takes what is counted. */
  count(event: MetricsEvent): void {
    if (event.kind === 'settled' || event.kind === 'retried') this.#bytes += event.bytesFetched;
  }

  /** Takes what is reported. */
  note(event: WorkflowEvent): void {
    if (event.kind !== 'file' || event.status !== 'failed' || event.error === null) return;
    this.#noted += 1;
    if (this.#noted <= MOST_ERRORS) this.#errors.push({ key: event.key, error: event.error });
  }

  /**
   * Reports errors that were not reported yet. To be called before the outcomes of their files are handed in: a worker that dies after that
   * leaves none without its error.
   */
  async reportErrors(write: (report: BatchReport) => Promise<void>): Promise<void> {
    if (this.#errors.length > 0) await this.report({ transfer_batches: 0, fall_backs: 0 }, write);
  }

  /** Reports what was not reported yet, with what was moved beside its files. Rejects as `write` does, and keeps it then. */
  async report(beside: Omit<Moved, 'bytes'>, write: (report: BatchReport) => Promise<void>): Promise<void> {
    const report = { bytes: this.#bytes, ...beside, errors: this.#errors };
    if (report.bytes + report.transfer_batches + report.fall_backs + report.errors.length === 0) return;
    this.#bytes = 0;
    this.#errors = [];
    try {
      await write(report);
    } catch (error) {
      this.#bytes += report.bytes;
      this.#errors = [...report.errors, ...this.#errors];
      throw error;
    }
  }
}

/** What workers have moved of a run by now. */
export async function readMoved(catalog: CatalogReader, runId: string): Promise<Moved> {
  const sum = { bytes: 0, transfer_batches: 0, fall_backs: 0 };
  for await (const { bytes, transfer_batches, fall_backs } of reportsOf(catalog, runId)) {
    sum.bytes += bytes;
    sum.transfer_batches += transfer_batches;
    sum.fall_backs += fall_backs;
  }
  return sum;
}

/** What was moved between two times that it was read. */
export function movedSince(before: Moved, now: Moved): Moved {
  return {
    bytes: now.bytes - before.bytes,
    transfer_batches: now.transfer_batches - before.transfer_batches,
    fall_backs: now.fall_backs - before.fall_backs,
  };
}

/** The last errors of files that workers have reported, by key. */
export async function readErrors(
  catalog: CatalogReader,
  runId: string,
): Promise<ReadonlyMap<string, BatchReport['errors'][number]['error']>> {
  const errors = new Map<string, BatchReport['errors'][number]['error']>();
  for await (const report of reportsOf(catalog, runId)) {
    for (const { key, error } of report.errors) errors.set(key, error);
  }
  return errors;
}

/** Reports that a newer release has made otherwise are left out. */
async function* reportsOf(catalog: CatalogReader, runId: string): AsyncGenerator<BatchReport> {
  for await (const stored of everyRow(catalog.batchReports(runId, FILE_TASK))) {
    const report = reportSchema.safeParse(stored);
    if (report.success) yield report.data;
  }
}
