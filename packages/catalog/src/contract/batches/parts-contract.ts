import { seriesParts } from '@tapehaul/archive';
import { describe, expect, test } from 'vitest';
import { everyRow } from '../../every-row.ts';
import type { GapRecord } from '../../records/records.ts';
import type { ClaimedBatch, HandedIn } from '../../stores/batches.ts';
import type { Catalog } from '../../stores/catalog.ts';
import type { PlannedPart } from '../../stores/plan.ts';
import { eachWithRecord, ids, type MakeRecord, NAME, run, tasks } from '../setup/record-under-test.ts';
import { claim, remaining, steps } from './batch-steps.ts';

const PART = 'plan-part';

const series = seriesParts('spot/trades/BTCUSDT');
const gap = (day: string): GapRecord => {
  return { series, first: day, last: day, verdict: 'gap', reason: 'not listed', likely: null };
};

const partOf = (summary: unknown, ...taskIds: string[]): PlannedPart => {
  return { tasks: tasks(...taskIds), gaps: [], cells: [], summary };
};

/** What happens to the task of a part that is planned. */
function planned(no: number): HandedIn[] {
  return steps(`part-${no}`, ['Running', 'Completed']).map(({ change }) => ({
    change: { ...change, name: PART },
  }));
}

/** Parts of a plan that several processes plan: each is stored once, and stands in its place. */
export function partsContract(make: MakeRecord): void {
  describe('parts of a plan:', () => {
    const record = eachWithRecord(make);
    const lost = expect.objectContaining({ code: 'batch_lost' });

    async function laidOut(parts: number): Promise<Catalog> {
      const owner = await record.open();
      await owner.startRun(run('r1'));
      const layout = ids(parts).map((_, place) => ({
        taskId: `part-${place + 1}`,
        name: PART,
        input: { part: place + 1 },
      }));
      expect(await owner.planTasks('r1', layout, 1)).toBe(parts);
      return owner;
    }

    async function part(catalog: Catalog, batch: number, holder = 'w'): Promise<ClaimedBatch> {
      const found = await catalog.claim('r1', { name: PART, holder, batch });
      if (found === undefined) throw new Error(`part ${batch} is not to be claimed`);
      return found;
    }

    const store = async (catalog: Catalog, batch: number, given: PlannedPart): Promise<number> =>
      catalog.storePart(await part(catalog, batch), planned(batch), given);
    const files = async (catalog: Catalog): Promise<string[]> => {
      const outcomes = await Array.fromAsync(everyRow(catalog.outcomes('r1', NAME)));
      return outcomes.map(({ taskId }) => taskId);
    };
    const summaries = (catalog: Catalog): Promise<unknown[]> =>
      Array.fromAsync(everyRow(catalog.batchReports('r1', PART)));

    test('a plan is laid out with one task a batch, once', async () => {
      const owner = await laidOut(3);
      expect(await owner.planTasks('r1', [{ taskId: 'part-2', name: PART, input: null }], 1)).toBe(0);
      const { rows } = await owner.batches('r1', { name: PART });
      expect(rows.map(({ batch, left }) => [batch, left])).toEqual([
        [1, 1],
        [2, 1],
        [3, 1],
      ]);
      expect((await part(owner, 2)).tasks).toMatchObject([{ taskId: 'part-2', input: { part: 2 } }]);
    });

    test('the order of the plan is that of its parts, whichever is stored first', async () => {
      const owner = await laidOut(3);
      expect(await store(owner, 3, partOf('c', 'e', 'f'))).toBe(2);
      const other = await record.open();
      expect(await store(other, 1, partOf('a', 'z', 'b'))).toBe(2);
      expect(await store(owner, 2, partOf('b', 'c'))).toBe(1);
      const inOrder = ['z', 'b', 'c', 'e', 'f'];
      expect(await remaining(owner)).toEqual(inOrder);
      expect(await files(owner)).toEqual(inOrder);
      const rows = (await owner.tasks('r1', { name: NAME })).rows;
      expect(rows.map(({ taskId }) => taskId)).toEqual(inOrder);
      expect(await summaries(other)).toEqual(['a', 'b', 'c']);
      expect((await owner.batches('r1', { open: true, name: PART })).rows).toEqual([]);
      const batches = (await owner.batches('r1', { open: true, name: NAME })).rows;
      expect(batches.map(({ left }) => left)).toEqual([2, 1, 2]);
      expect((await claim(owner)).tasks.map(({ taskId }) => taskId)).toEqual(['z', 'b']);
    });

    test('what is planned after the parts stands behind them', async () => {
      const owner = await laidOut(2);
      await store(owner, 2, partOf(null, 'b'));
      await store(owner, 1, partOf(null, 'a'));
      await owner.planTasks('r1', tasks('b', 'c'));
      expect(await remaining(owner)).toEqual(['a', 'b', 'c']);
    });

    test('a part that is stored twice is stored once, also after it was claimed anew', async () => {
      const owner = await laidOut(1);
      const claimed = await part(owner, 1);
      const given = { ...partOf({ files: 2 }, 'a', 'b'), gaps: [gap('2025-07-03')] };
      expect(await owner.storePart(claimed, planned(1), given)).toBe(2);
      expect(await owner.storePart(claimed, planned(1), partOf('other', 'c'))).toBe(0);
      expect(await remaining(owner)).toEqual(['a', 'b']);
      expect(await summaries(owner)).toEqual([{ files: 2 }]);
      expect(await owner.claim('r1', { name: PART, holder: 'w', batch: 1 })).toBeUndefined();
      expect(await owner.counts('r1')).toMatchObject({ Completed: { tasks: 1 }, Scheduled: { tasks: 2 } });
    });

    test('a holder that was frozen stores nothing of a part that another has', async () => {
      const owner = await laidOut(1);
      const frozen = await part(owner, 1, 'frozen');
      await record.expireLeases();
      const worker = await part(owner, 1, 'worker');
      const given: PlannedPart = {
        ...partOf('frozen', 'a'),
        gaps: [gap('2025-07-03')],
        cells: [{ series, partition: 'daily', first: '2025-07-01', last: '2025-07-02', state: 'planned' }],
      };
      await expect(owner.storePart(frozen, planned(1), given)).rejects.toThrow(lost);
      expect(await remaining(owner)).toEqual([]);
      expect(await summaries(owner)).toEqual([]);
      expect(await Array.fromAsync(everyRow(owner.gaps('r1')))).toEqual([]);
      expect(await owner.cellsOf(series)).toBeUndefined();
      expect(await owner.storePart(worker, planned(1), given)).toBe(1);
      expect(await Array.fromAsync(everyRow(owner.gaps('r1')))).toEqual([gap('2025-07-03')]);
      expect(await owner.cellsOf(series)).toMatchObject({ first: '2025-07-01' });
    });

    test('a half-planned run that is resumed has its stored parts, and the others are left to plan', async () => {
      const dead = await laidOut(3);
      await store(dead, 2, partOf('b', 'b'));
      const claimed = await part(dead, 1);
      await record.expireLeases();
      const owner = await record.open();
      await owner.resumeRun('r1', { failed: false });
      await expect(dead.storePart(claimed, planned(1), partOf('dead', 'x'))).rejects.toThrow(lost);
      const left = (await owner.batches('r1', { name: PART, open: true })).rows;
      expect(left.map(({ batch }) => batch)).toEqual([1, 3]);
      await store(owner, 3, partOf('c', 'c'));
      await store(owner, 1, partOf('a', 'a'));
      expect(await files(owner)).toEqual(['a', 'b', 'c']);
      expect(await summaries(owner)).toEqual(['a', 'b', 'c']);
    });

    test('a part has batches of 1,000 tasks; those that are done have none to claim', async () => {
      const owner = await laidOut(1);
      const many = tasks(...ids(2_500)).map((task, place) =>
        place < 1_000 ? { ...task, done: 'Cached' as const, bytes: 1 } : task,
      );
      expect(await store(owner, 1, { ...partOf(null), tasks: many })).toBe(2_500);
      const { rows } = await owner.batches('r1', { name: NAME });
      expect(rows.map(({ left }) => left)).toEqual([0, 1_000, 500]);
      expect(await owner.counts('r1', NAME)).toEqual({
        Cached: { tasks: 1_000, bytes: 1_000 },
        Scheduled: { tasks: 1_500, bytes: 0 },
      });
    });
  });
}
