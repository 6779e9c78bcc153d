import type { SharedRecords } from '@tapehaul/catalog';
import { closeQuietly } from '../record.ts';
import { OpenRun, type RunNeeds } from './open-run.ts';

/** How long a run stays open after its last batch, in milliseconds. */
const KEPT = 60_000;

interface Kept {
  readonly opening: Promise<OpenRun | undefined>;
  users: number;
  closing: NodeJS.Timeout | undefined;
}

/** The runs that a worker has open: each is opened with its first batch, and closed a minute after its last. */
export class OpenRuns {
  readonly #records: SharedRecords;
  readonly #needs: RunNeeds;
  readonly #kept = new Map<string, Kept>();

  constructor(records: SharedRecords, needs: RunNeeds) {
    this.#records = records;
    this.#needs = needs;
  }

  /**
   * Works with a run; `work` receives undefined when no record has it. Rejects as opening a record does, and with what the work rejects with.
   */
  async with<Result>(runId: string, work: (run: OpenRun | undefined) => Promise<Result>): Promise<Result> {
    const kept: Kept = this.#kept.get(runId) ?? {
      opening: this.#open(runId),
      users: 0,
      closing: undefined,
    };
    this.#kept.set(runId, kept);
    clearTimeout(kept.closing);
    kept.users += 1;
    let isOpen = false;
    try {
      const run = await kept.opening;
      isOpen = run !== undefined;
      return await work(run);
    } finally {
      kept.users -= 1;
      // What could not be opened, or was not found, is tried anew by the next batch.
      if (!isOpen) this.#kept.delete(runId);
      else if (kept.users === 0) kept.closing = setTimeout(() => void this.#close(runId, kept), KEPT).unref();
    }
  }

  /** Lets no further file begin to be fetched; resolves once those that had begun are in place or given up. */
  async drain(): Promise<void> {
    const opened = await Promise.all([...this.#kept.values()].map(({ opening }) => opening.catch(() => {})));
    await Promise.all(opened.map((run) => run?.drain()));
  }

  /** Closes all of them. Never rejects: what was collected is in place, and what could not be written is another worker's. */
  async close(): Promise<void> {
    await Promise.all([...this.#kept].map(([runId, kept]) => this.#close(runId, kept)));
  }

  async #close(runId: string, kept: Kept): Promise<void> {
    if (this.#kept.get(runId) === kept) this.#kept.delete(runId);
    clearTimeout(kept.closing);
    const run = await kept.opening.catch(() => undefined);
    await run?.close().catch(() => {});
  }

  async #open(runId: string): Promise<OpenRun | undefined> {
    const root = await this.#records.rootOf(runId);
    if (root === undefined) return undefined;
    const catalog = await this.#records.open(root);
    const record = await catalog.run(runId).catch(async (error: unknown) => {
      await closeQuietly(catalog);
      throw error;
    });
    if (record !== undefined) return new OpenRun({ root, catalog, record }, this.#needs);
    await closeQuietly(catalog);
    return undefined;
  }
}
