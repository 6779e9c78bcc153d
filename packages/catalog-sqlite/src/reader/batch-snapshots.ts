import type { DatabaseSync } from 'node:sqlite';
import type { BatchesReader, BatchQuery, BatchRecord, Page, Pages } from '@tapehaul/catalog';
import { BatchReader } from '../batches/batch-reader.ts';
import { TablesSnapshots } from './tables-snapshots.ts';

/** Reads the batches of a catalog, too. */
export abstract class BatchSnapshots extends TablesSnapshots implements BatchesReader {
  readonly #batches: BatchReader;

  constructor(database: DatabaseSync, path: string) {
    super(database, path);
    this.#batches = new BatchReader(database);
  }

  async batches(runId: string, query: BatchQuery = {}): Promise<Page<BatchRecord>> {
    return this.ofRun<Page<BatchRecord>>(runId, { rows: [], next: null }, (run) =>
      this.#batches.page(run, query),
    );
  }

  batchReports(runId: string, name: string): Pages<unknown> {
    return this.pagesBehind<unknown>(runId, (run, after) => this.#batches.reports(run, name, after));
  }
}
