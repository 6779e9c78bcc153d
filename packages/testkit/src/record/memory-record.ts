import type { Catalog } from '@tapehaul/catalog';
import { distant } from './distant.ts';
import { MemoryCatalog } from './memory-catalog.ts';
import { MemoryData } from './memory-data.ts';

/**
 * A record in memory, for tests: what was recorded ends with the process. Each {@link MemoryRecord.open} is like another
 * process that opens the same record, and answers as late as {@link distant} does.
 */
export class MemoryRecord {
  readonly #data = new MemoryData();

  async open(): Promise<Catalog> {
    return distant(new MemoryCatalog(this.#data));
  }

  /** Lets the lease of each owner run out, as if none had given a sign of life for long. */
  expireLeases(): void {
    for (const run of this.#data.runs.values()) {
      run.isSilent = true;
      for (const batch of run.batches) batch.until = 0;
    }
  }
}
