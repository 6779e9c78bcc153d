import type { ChangeRecord, DisputeRecord, ObjectRecord, VersionRecord } from '@tapehaul/catalog';
import { MemoryCells } from './cells/memory-cells.ts';
import type { MemoryRun } from './runs/memory-run.ts';
import { MemoryTables } from './tables/memory-tables.ts';

/** What a record in memory holds. */
export class MemoryData {
  readonly runs = new Map<string, MemoryRun>();
  readonly objects = new Map<string, ObjectRecord>();
  readonly disputes = new Map<string, DisputeRecord>();
  readonly cells = new MemoryCells();
  readonly tables = new MemoryTables();
  readonly versions: VersionRecord[] = [];
  readonly changes: ChangeRecord[] = [];
  #lines = 0;

  /** Records an object that is held, which resolves its dispute unless it was accepted. */
  hold(object: ObjectRecord): void {
    this.cells.hold(object);
    this.objects.set(object.key, object);
    const dispute = this.disputes.get(object.key);
    if (dispute === undefined || object.proof === 'accepted' || dispute.state === 'rejected') return;
    const { runId: lastRunId, recordedAt: lastSeenAt } = object;
    this.disputes.set(object.key, { ...dispute, lastRunId, lastSeenAt, state: 'resolved' });
  }

  forget(key: string): void {
    this.cells.forget(this.objects.get(key));
    this.objects.delete(key);
  }

  /** The number of the next log line. */
  nextLine(): number {
    this.#lines += 1;
    return this.#lines;
  }
}
