import type { LocalEngine } from '@tapehaul/fleet';
import { afterEach, expect } from 'vitest';
import { config, key } from '../archive.ts';
import { type PlannedRun, planRun, startWorker, type WorkerUnderTest } from './planned-run.ts';

const days = (...numbers: readonly number[]): string[] =>
  numbers.map((day) => key(String(day).padStart(2, '0')));

/** The files of each batch of the run. */
export const BATCHES: readonly (readonly string[])[] = [days(1, 2, 3), days(4, 5), days(6)];

/** How long something may take on a busy machine. */
export const WAIT = { timeout: 20_000 };

/** A run of {@link BATCHES} for each test of a file, and workers that are stopped after it. */
export class FleetOfTest {
  readonly #workers: WorkerUnderTest[] = [];
  #run: PlannedRun | undefined;

  constructor() {
    afterEach(async () => {
      for (const { worker, engine } of this.#workers.splice(0)) {
        worker.abandon();
        await worker.stop(0);
        await engine.close();
      }
      await this.#run?.catalog.close();
    });
  }

  async plan(more: object = {}, parameters: object = {}): Promise<PlannedRun> {
    this.#run = await planRun(config({ durability: 'none', ...more }), BATCHES, parameters);
    return this.#run;
  }

  start(options: Parameters<typeof startWorker>[1] = {}): WorkerUnderTest {
    if (this.#run === undefined) throw new Error('plan a run first');
    const started = startWorker(this.#run, options);
    this.#workers.push(started);
    return started;
  }
}

/** Resolves once an engine has no batch. */
export async function emptied(engine: LocalEngine): Promise<void> {
  await expect.poll(() => engine.backlog(), WAIT).toEqual({ queued: 0, running: 0 });
}
