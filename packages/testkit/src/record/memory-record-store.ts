import { setImmediate as nextTurn } from 'node:timers/promises';
import type {
  Catalog,
  CatalogReader,
  DamagedRecord,
  FoundRecord,
  RecordHolder,
  RecordState,
  RecordStore,
  RestoredRun,
} from '@tapehaul/catalog';
import { TapehaulError } from '@tapehaul/errors';
import { distant } from './distant.ts';
import { MemoryCatalog } from './memory-catalog.ts';
import { MemoryData } from './memory-data.ts';
import { MemoryReader } from './memory-reader.ts';
import { MemoryRun } from './runs/memory-run.ts';

/** The record of one directory. */
interface StoredRecord {
  readonly id: string;
  readonly createdAt: number;
  readonly data: MemoryData;
  isDamaged: boolean;
}

/** Keeps records in memory, for tests: they end with the process. Every answer comes in a later turn. */
export class MemoryRecordStore implements RecordStore {
  readonly #records = new Map<string, StoredRecord>();
  readonly #aside = new Map<string, string[]>();
  #made = 0;

  locate(root: string): string {
    return `memory:${root}`;
  }

  async find(root: string): Promise<FoundRecord | undefined> {
    await nextTurn();
    const found = this.#records.get(root);
    return found && { id: found.id, createdAt: found.createdAt, isBlank: false };
  }

  async below(root: string): Promise<string[]> {
    await nextTurn();
    const above = `${root}/`;
    return [...this.#records.keys()].flatMap((it) => (it.startsWith(above) ? it.slice(above.length) : []));
  }

  async open(root: string): Promise<Catalog> {
    await nextTurn();
    return distant(new MemoryCatalog(this.#sound(root, this.#records.get(root) ?? this.#make(root))));
  }

  async read(root: string): Promise<CatalogReader> {
    await nextTurn();
    const found = this.#records.get(root);
    if (found !== undefined) return distant(new MemoryReader(this.#sound(root, found)));
    throw new TapehaulError('catalog_failed', `there is no record at ${this.locate(root)}`);
  }

  async inspect(root: string): Promise<RecordState> {
    await nextTurn();
    const found = this.#records.get(root);
    if (found === undefined) return 'missing';
    return found.isDamaged ? 'malformed' : 'sound';
  }

  /** None: other processes do not see this memory. */
  async heldBy(): Promise<RecordHolder | undefined> {
    await nextTurn();
    return undefined;
  }

  async keptAside(root: string): Promise<string | undefined> {
    await nextTurn();
    return this.#aside.get(root)?.at(-1);
  }

  async setAside(root: string): Promise<string> {
    await nextTurn();
    const former = this.#aside.get(root) ?? [];
    const kept = `${this.locate(root)}#${former.length + 1}`;
    this.#aside.set(root, [...former, kept]);
    this.remove(root);
    return kept;
  }

  /** Nothing can be read of a record that {@link MemoryRecordStore.damage} was called for. */
  async openDamaged(): Promise<DamagedRecord | undefined> {
    await nextTurn();
    return undefined;
  }

  async restoreRuns(root: string, runs: readonly RestoredRun[]): Promise<number> {
    await nextTurn();
    const data = this.#sound(root, this.#records.get(root) ?? this.#make(root));
    const missing = runs.filter(({ runId }) => !data.runs.has(runId));
    for (const { state, startedAt, endedAt, plannedAt, result, ...run } of missing) {
      const restored = new MemoryRun(run, startedAt);
      restored.record = { ...restored.record, plannedAt, endedAt, result };
      restored.enter(state, endedAt);
      data.runs.set(run.runId, restored);
    }
    return missing.length;
  }

  /** Damages the record of a directory. */
  damage(root: string): void {
    const found = this.#records.get(root);
    if (found !== undefined) found.isDamaged = true;
  }

  /** Removes the record of a directory. */
  remove(root: string): void {
    this.#records.delete(root);
  }

  #make(root: string): StoredRecord {
    this.#made += 1;
    const made = {
      id: String(this.#made),
      createdAt: Date.now(),
      data: new MemoryData(),
      isDamaged: false,
    };
    this.#records.set(root, made);
    return made;
  }

  #sound(root: string, { isDamaged, data }: StoredRecord): MemoryData {
    if (!isDamaged) return data;
    throw new TapehaulError('catalog_malformed', `the record ${this.locate(root)} is malformed`);
  }
}
