import { TapehaulError } from '@tapehaul/errors';
import { type Backlog, type BatchRef, LocalEngine } from '@tapehaul/fleet';
import { afterEach, expect, test } from 'vitest';
import { output, simulator } from './archive.ts';
import { startWorker } from './batch-worker.ts';
import { collectReported } from './reported.ts';

/** An engine that does not answer that many calls. */
class LostEngine extends LocalEngine {
  #lost: number;
  calls = 0;

  constructor(lost: number) {
    super();
    this.#lost = lost;
  }

  override async offer(batches: readonly BatchRef[]): Promise<void> {
    this.#answer();
    await super.offer(batches);
  }

  override async backlog(run?: string): Promise<Backlog> {
    this.#answer();
    return super.backlog(run);
  }

  override async withdraw(run: string): Promise<void> {
    this.#answer();
    await super.withdraw(run);
  }

  #answer(): void {
    this.calls += 1;
    if (this.#lost-- > 0) throw new TapehaulError('engine_unavailable', 'the queue does not answer');
  }
}

const PACE = { everyMs: 5, offerAgainMs: 20, noWorkerMs: 10_000, giveBackMs: 1_000, engineLostMs: 200 };
let engine: LostEngine;
afterEach(() => engine.close());

async function collectOn(lost: number) {
  engine = new LostEngine(lost);
  startWorker(engine, { output, endpoint: simulator.url });
  const lines: string[] = [];
  const onLog = ({ level, message }: { level: string; message: string }): void => {
    if (level === 'warn') lines.push(message);
  };
  const options = { fleet: engine, fleetPace: PACE, onLog };
  const { result } = await collectReported({ planning: 'matrix' }, options);
  return { result, lines };
}

test('an engine that is away for a while ends no run; that is said once', async () => {
  const { result, lines } = await collectOn(6);
  expect(result).toMatchObject({ status: 'completed', proved_files: 3 });
  expect(lines).toEqual(['the queue does not answer; trying again']);
});

test('an engine that stays away ends the run with its error, and nothing waits for it', async () => {
  const { result } = await collectOn(Number.POSITIVE_INFINITY);
  expect(result).toMatchObject({ status: 'failed', exit_code: 1, error: { code: 'engine_unavailable' } });
  expect(engine.calls).toBeGreaterThan(2);
});
