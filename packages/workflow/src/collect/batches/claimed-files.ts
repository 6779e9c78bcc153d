import { randomUUID } from 'node:crypto';
import type { ArchiveObject } from '@tapehaul/archive';
import {
  BATCH_LEASE_SECONDS,
  type BatchClaim,
  type Catalog,
  type CellRecord,
  type ClaimedBatch,
  type ClaimedTask,
  type ObjectRecord,
  type TaskChange,
} from '@tapehaul/catalog';
import type { ErrorRecord } from '@tapehaul/errors';
import { type PlannedFile, plannedFile } from '../../file/file-request.ts';
import { FILE_TASK } from '../../flow-names.ts';
import { HandIns } from './hand-ins.ts';
import { isLost, unlessLost } from './unless-lost.ts';

/** A lease is renewed while two more tries would still be in time, in milliseconds. */
const RENEW_EVERY = (BATCH_LEASE_SECONDS * 1_000) / 3;

/** The task of a claimed batch, with what is held of its file, and the file as it was planned. */
export interface ClaimedFile extends ClaimedTask {
  readonly file: PlannedFile;
}

/** Whose files are worked on, and by whom. */
export interface ClaimedFilesOptions {
  readonly catalog: Catalog;
  readonly runId: string;
  /** Names who claims; a new UUID by default. */
  readonly holder?: string;
  /** Called once a batch turns out to be another holder's: what is still recorded of its files is dropped. */
  readonly onLost?: (claim: BatchClaim) => void;
  /** Waited for before something of a batch is handed in; nothing of it is while this rejects. */
  readonly beforeHandIn?: (claim: BatchClaim) => Promise<void>;
}

/** A batch that was claimed by its number. */
export interface ClaimedFilesOfBatch {
  readonly claim: BatchClaim;
  /** Those without an outcome, in the order of the plan. */
  readonly files: readonly ClaimedFile[];
  /** How many holders in a row have lost it since a file of it had an outcome. */
  readonly losses: number;
}

/** A file of a batch that this process has claimed. */
interface OpenFile {
  readonly claim: BatchClaim;
  readonly task: ClaimedFile;
}

/**
 * The files of a run that this process works on: claimed batch by batch, each with what is held of it, and handed in as they
 * end. The same loop works alone and beside other processes.
 */
export class ClaimedFiles {
  readonly #catalog: Catalog;
  readonly #runId: string;
  readonly #handIns: HandIns;
  readonly #holder: string;
  readonly #onLost: (claim: BatchClaim) => void;
  /** Files without an outcome, by key. */
  readonly #open = new Map<string, OpenFile>();
  /** Objects of files that were given back without an outcome, by key: what still ends is recorded, too. */
  readonly #givenBack = new Map<string, ArchiveObject | undefined>();
  /** How many of its files have no outcome, by batch. */
  readonly #left = new Map<BatchClaim, number>();
  /** Batches to be given back. */
  readonly #leaving = new Set<BatchClaim>();
  #renewal: NodeJS.Timeout | undefined;

  constructor({
    catalog,
    runId,
    holder = randomUUID(),
    onLost = () => {},
    beforeHandIn,
  }: ClaimedFilesOptions) {
    this.#catalog = catalog;
    this.#runId = runId;
    this.#holder = holder;
    this.#onLost = onLost;
    this.#handIns = new HandIns(catalog, (claim) => this.#lost(claim), beforeHandIn);
  }

  /** Claims batches as their files are read, until none is free. Rejects as {@link Catalog.claim} does. */
  async *claim(): AsyncGenerator<ClaimedFile, void, undefined> {
    await this.#giveBack();
    for (;;) {
      const batch = await this.#catalog.claim(this.#runId, { name: FILE_TASK, holder: this.#holder });
      if (batch === undefined) return;
      yield* this.#take(batch);
    }
  }

  /**
   * Claims the batch of that number, also from another holder; undefined when all of its files have an outcome. Rejects as
   * {@link Catalog.claim} does.
   */
  async claimBatch(batch: number): Promise<ClaimedFilesOfBatch | undefined> {
    const wanted = { name: FILE_TASK, holder: this.#holder, batch };
    const claimed = await this.#catalog.claim(this.#runId, wanted);
    if (claimed === undefined) return undefined;
    const { tasks: _, losses, ...claim } = claimed;
    return { claim, files: this.#take(claimed), losses };
  }

  /** A claimed file that has no outcome yet. */
  find(key: string): ClaimedFile | undefined {
    return this.#open.get(key)?.task;
  }

  /** The object of a file that was claimed and has no outcome yet, also of one that was given back. */
  objectOf(key: string): ArchiveObject | undefined {
    return this.find(key)?.file.object ?? this.#givenBack.get(key);
  }

  /**
   * Records a state of a task: one of a claimed file with its batch, any other as it comes. `object` is what is held since then, `cells` what is known of
   * its file where it is not.
   * Throws what went wrong with what was recorded before.
   */
  record(change: TaskChange, object?: ObjectRecord, cells?: CellRecord): void {
    const file = this.#open.get(change.taskId);
    if (file === undefined || change.name !== FILE_TASK) {
      if (object !== undefined) this.#catalog.recordObject(object);
      this.#catalog.recordTask(change);
      if (cells !== undefined) this.#catalog.recordCells(this.#runId, cells);
      return;
    }
    if (change.phase === 'final') this.#ended(change.taskId, file.claim);
    this.#handIns.add(file.claim, {
      change,
      ...(object === undefined ? {} : { object }),
      ...(cells === undefined ? {} : { cells }),
    });
  }

  /** Resolves when what was recorded of claimed files is stored; rejects where it cannot be. */
  settled(): Promise<void> {
    return this.#handIns.settled();
  }

  /**
   * Hands in what is left to be handed in, and gives the files that have no outcome back, as `failure` says why. Never rejects.
   */
  async release(failure?: ErrorRecord): Promise<void> {
    clearInterval(this.#renewal);
    this.#renewal = undefined;
    for (const claim of this.#left.keys()) this.#leaving.add(claim);
    this.#left.clear();
    for (const [key, { task }] of this.#open) this.#givenBack.set(key, task.file.object);
    this.#open.clear();
    try {
      await this.#handIns.settled();
      await this.#giveBack(failure);
    } catch {
      // The next claim tries again; or the process that continues the run takes the batches from this process.
    }
    this.#handIns.stop();
  }

  /** Gives back the batches that this process works on no more. */
  async #giveBack(failure?: ErrorRecord): Promise<void> {
    for (const claim of this.#leaving) {
      await this.#catalog.release(claim, failure).catch(unlessLost);
      this.#leaving.delete(claim);
    }
  }

  /** The files of a batch that was claimed; its lease is renewed from now on. */
  #take({ tasks, ...claim }: ClaimedBatch): readonly ClaimedFile[] {
    this.#renewal ??= setInterval(() => void this.#renew(), RENEW_EVERY).unref();
    this.#left.set(claim, tasks.length);
    const files = tasks.map((task) => ({ ...task, file: plannedFile(task) }));
    for (const task of files) this.#open.set(task.taskId, { claim, task });
    return files;
  }

  #lost(claim: BatchClaim): void {
    this.#left.delete(claim);
    this.#onLost(claim);
  }

  #ended(key: string, claim: BatchClaim): void {
    this.#open.delete(key);
    const left = (this.#left.get(claim) ?? 0) - 1;
    if (left > 0) this.#left.set(claim, left);
    else this.#left.delete(claim);
  }

  async #renew(): Promise<void> {
    for (const claim of this.#left.keys()) {
      // A record that cannot be written is reported by what is handed in.
      await this.#catalog.renew(claim).catch((thrown: unknown) => {
        if (isLost(thrown)) this.#lost(claim);
      });
    }
  }
}
