import type { ChangeRecord, ObjectRecord, VersionRecord } from '@tapehaul/catalog';
import type { MemoryRun } from './memory-run.ts';

/** What a record in memory holds. */
export class MemoryData {
  readonly runs = new Map<string, MemoryRun>();
  readonly objects = new Map<string, ObjectRecord>();
  readonly versions: VersionRecord[] = [];
  readonly changes: ChangeRecord[] = [];
  #lines = 0;

  /** The number of the next log line. */
  nextLine(): number {
    this.#lines += 1;
    return this.#lines;
  }
}
