import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { BatchEngine } from '../engine/batch-engine.ts';
import { batchRef, refId } from '../engine/batch-ref.ts';
import { endOf, Worked } from './worked-batches.ts';

/** An engine with an empty queue. */
export interface EngineUnderTest {
  readonly engine: BatchEngine;
  /** The same queue, as another process sees it; where there is none, the same engine. */
  another(): Promise<BatchEngine>;
  close(): Promise<void>;
}

/** Makes the engine of a test. */
export type MakeEngine = () => Promise<EngineUnderTest>;

const batches = (run: string, count: number) =>
  Array.from({ length: count }, (_, index) => batchRef(run, index + 1));

/** Defines the tests that every engine must pass, in a file of vitest. */
export function engineContract(name: string, make: MakeEngine): void {
  describe(`${name} obeys the contract of an engine:`, { timeout: 60_000 }, () => {
    let made: EngineUnderTest;
    beforeEach(async () => {
      made = await make();
    });
    afterEach(() => made.close());

    test('each batch is worked on once, also one that is offered again while it waits', async () => {
      const worked = new Worked();
      await made.engine.offer(batches('a', 20));
      await made.engine.offer(batches('a', 21));
      made.engine.serve(4, worked.doing('done'));
      await worked.reaches(21);
      await endOf(made.engine);
      expect(worked.ids.sort()).toEqual(batches('a', 21).map(refId).sort());
    });

    test('no worker has more batches at once than it has slots, and all slots are used', async () => {
      const worked = new Worked();
      const other = await made.another();
      await made.engine.offer(batches('a', 12));
      made.engine.serve(2, worked.holding);
      other.serve(3, worked.holding);
      await worked.reaches(5);
      expect(await made.engine.backlog()).toEqual({ queued: 7, running: 5 });
      expect(worked.most).toBe(5);
      worked.letGo();
      await worked.reaches(12);
      await endOf(made.engine);
      expect(worked.most).toBe(5);
    });

    test('a batch that is given back, or whose work fails, is worked on again', async () => {
      const worked = new Worked();
      await made.engine.offer(batches('a', 3));
      made.engine.serve(1, async (batch) => {
        const times = worked.note(batch);
        if (batch.no === 1 && times < 3) return 'again';
        if (batch.no === 2 && times === 1) throw new Error('lost its connection');
        return 'done';
      });
      await worked.reaches(6);
      await endOf(made.engine);
      expect(worked.ids.sort()).toEqual(['a/1', 'a/1', 'a/1', 'a/2', 'a/2', 'a/3']);
    });

    test('a run that is withdrawn: what waits never begins, what is in progress aborts, other runs continue', async () => {
      const worked = new Worked();
      const other = await made.another();
      await made.engine.offer(batches('a', 4));
      const serving = made.engine.serve(2, worked.holding);
      await worked.reaches(2);
      const begun = [...worked.ids];
      await made.engine.offer(batches('b', 2));
      await other.withdraw('a');
      await worked.aborted(2);
      worked.letGo();
      await worked.reaches(4);
      await endOf(made.engine);
      expect(worked.ids.sort()).toEqual([...begun, 'b/1', 'b/2'].sort());
      await serving.stop();
    });

    test('a worker that is stopped takes nothing more, and waits for what it has', async () => {
      const worked = new Worked();
      await made.engine.offer(batches('a', 3));
      const serving = made.engine.serve(1, worked.holding);
      await worked.reaches(1);
      const stopped = serving.stop();
      worked.letGo();
      await stopped;
      expect(worked.ids).toHaveLength(1);
      expect(await made.engine.backlog('a')).toEqual({ queued: 2, running: 0 });
      expect(await made.engine.backlog('b')).toEqual({ queued: 0, running: 0 });
      made.engine.serve(1, worked.doing('done'));
      await endOf(made.engine);
      expect(worked.ids).toHaveLength(3);
    });

    test('a batch that is done may be offered again', async () => {
      const worked = new Worked();
      made.engine.serve(1, worked.doing('done'));
      await made.engine.offer(batches('a', 1));
      await endOf(made.engine);
      await made.engine.offer(batches('a', 1));
      await worked.reaches(2);
      await endOf(made.engine);
    });
  });
}
