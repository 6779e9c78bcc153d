import { setTimeout as sleep } from 'node:timers/promises';
import type { Catalog } from '@tapehaul/catalog';
import { asTapehaulError, stoppedBy, TapehaulError } from '@tapehaul/errors';
import { closeQuietly } from './record.ts';
import { records } from './record-store.ts';

/** How a run ends. */
export interface RecordedEnd {
  readonly state: string;
  /** JSON-able. */
  readonly result: unknown;
}

/** Why a run is stopped that another process is to continue, such as another worker of a fleet: no end of it is recorded. */
export class HandedOn extends TapehaulError {
  constructor() {
    super('cancelled', 'this process stops, and hands the run on');
  }
}

/** A run that this process owns: no other one works in its output directory until it is disposed of. */
export class OwnedRun implements AsyncDisposable {
  readonly runId: string;
  readonly catalog: Catalog;
  /** How the run ends when it is disposed of before its end was recorded, such as after an error. */
  unfinished: RecordedEnd = { state: 'Failed', result: null };
  #hasEnded = false;
  #isHandedOn = false;

  constructor(runId: string, catalog: Catalog) {
    this.runId = runId;
    this.catalog = catalog;
  }

  /** Hands the run on once this is disposed of: its end is not recorded, and another process can take it over at once. */
  handOn(): void {
    this.#isHandedOn = true;
  }

  /** Records how the run has ended, unless it is handed on. Rejects with a TapehaulError where the record cannot be written. */
  async end({ state, result }: RecordedEnd): Promise<void> {
    this.#hasEnded = true;
    if (this.#isHandedOn) return;
    this.catalog.endRun(this.runId, state, result);
    await this.catalog.settled();
  }

  /** Records the end, if nobody has, and closes the record. Never rejects: an error that led here matters more. */
  async [Symbol.asyncDispose](): Promise<void> {
    try {
      if (!this.#hasEnded) await this.end(this.unfinished);
    } catch {
      // The next process finds that the end of this run is missing, and calls it Crashed.
    }
    await closeQuietly(this.catalog);
  }
}

/**
 * Makes this process the owner of a run in the record of an output directory; `begin` starts or resumes it, and may wait
 * until no other run owns the directory. Rejects as that does, and as opening a record does.
 */
export async function withOwnedRun(
  root: string,
  runId: string,
  begin: (catalog: Catalog, runId: string) => Promise<void>,
): Promise<OwnedRun> {
  const catalog = await records.open(root);
  try {
    await begin(catalog, runId);
  } catch (thrown) {
    await closeQuietly(catalog);
    throw thrown;
  }
  return new OwnedRun(runId, catalog);
}

/** How often a directory that is in use is checked again, in milliseconds. */
const CHECK_EVERY = 1_000;

/** What is done while another run owns the output directory. */
export interface Waiting {
  /** Whether to wait until it has ended. */
  readonly wait: boolean;
  readonly signal: AbortSignal;
  /** Called once when the wait begins. */
  readonly onWait: (error: TapehaulError) => void;
}

/**
 * Begins a run as soon as no other one owns its output directory. Rejects with `output_in_use` when one does
 * and nobody waits for it; with `cancelled` when the signal ends the wait; and with what `begin` rejects with.
 */
export async function whenFree<Result>(
  begin: () => Result | Promise<Result>,
  { wait, signal, onWait }: Waiting,
): Promise<Result> {
  for (let isReported = false; ; isReported = true) {
    try {
      return await begin();
    } catch (thrown) {
      const error = asTapehaulError(thrown);
      if (!wait || error.code !== 'output_in_use') throw error;
      if (!isReported) onWait(error);
    }
    await sleep(CHECK_EVERY, undefined, { signal }).catch(() => {
      const hint = 'Nothing was begun: run the same command again.';
      const { message, facts } = stoppedBy(signal);
      throw new TapehaulError('cancelled', message, { hint, facts });
    });
  }
}
