import { TapehaulError } from '@tapehaul/errors';
import { describe, expect, test } from 'vitest';
import { everyRow } from '../../every-row.ts';
import type { BatchRecord, ClaimedBatch } from '../../stores/batches.ts';
import type { Catalog } from '../../stores/catalog.ts';
import { eachWithRecord, ids, type MakeRecord, NAME, run, tasks } from '../setup/record-under-test.ts';
import { claim, idsOf, steps } from './batch-steps.ts';

/** An engine says who works on which batch: it is claimed by its number, and shows how it fares. */
export function engineBatchContract(make: MakeRecord): void {
  describe('batches that an engine hands out:', () => {
    const record = eachWithRecord(make);
    const lost = expect.objectContaining({ code: 'batch_lost' });
    const failure = new TapehaulError('disk_full', 'no space', { hint: 'Make room.', facts: { free: 0 } });

    async function planned(...groups: readonly string[][]): Promise<Catalog> {
      const owner = await record.open();
      await owner.startRun(run('r1'));
      for (const group of groups) await owner.planTasks('r1', tasks(...group));
      return owner;
    }

    async function claimed(catalog: Catalog, batch: number, holder: string): Promise<ClaimedBatch> {
      const found = await catalog.claim('r1', { name: NAME, holder, batch });
      if (found === undefined) throw new Error(`batch ${batch} has nothing to claim`);
      return found;
    }

    async function only(catalog: Catalog): Promise<Partial<BatchRecord>> {
      const [first] = (await catalog.batches('r1')).rows;
      return first ?? {};
    }

    test('a batch is claimed by its number, also from a living holder and by the same one, who loses it', async () => {
      const owner = await planned(['a', 'b'], ['c', 'd']);
      const second = await claimed(owner, 2, 'one');
      expect(idsOf(second)).toEqual(['c', 'd']);
      await owner.handIn(second, [...steps('c', ['Running', 'Completed']), ...steps('d', ['Running'])]);
      const other = await record.open();
      const taken = await claimed(other, 2, 'two');
      expect(idsOf(taken)).toEqual(['d']);
      await expect(owner.handIn(second, steps('d', ['Running', 'Completed']))).rejects.toThrow(lost);
      const again = await claimed(other, 2, 'two');
      await expect(other.renew(taken)).rejects.toThrow(lost);
      await other.handIn(again, steps('d', ['Running', 'Completed']));
      expect(await other.claim('r1', { name: NAME, holder: 'two', batch: 2 })).toBeUndefined();
      expect(await other.claim('r1', { name: NAME, holder: 'two', batch: 3 })).toBeUndefined();
      expect(idsOf(await claim(owner, 'one'))).toEqual(['a', 'b']);
    });

    test('reports on batches are kept with them, by the latest claim alone, also once all tasks have ended', async () => {
      const owner = await planned(['a'], ['b']);
      const reports = () => Array.fromAsync(everyRow(owner.batchReports('r1', NAME)));
      const second = await claimed(owner, 2, 'one');
      await owner.report(second, { text: 'two\nlines' });
      const first = await claimed(owner, 1, 'one');
      await owner.report(first, 1);
      const taken = await claimed(await record.open(), 1, 'two');
      await expect(owner.report(first, 'late')).rejects.toThrow(lost);
      await owner.handIn(taken, steps('a', ['Running', 'Completed']));
      await owner.report(taken, [2]);
      expect(await reports()).toEqual([1, [2], { text: 'two\nlines' }]);
      await owner.release(second);
      await expect(owner.report(second, 'late')).rejects.toThrow(lost);
      expect(await reports()).toHaveLength(3);
      expect(await Array.fromAsync(everyRow(owner.batchReports('r1', 'other')))).toEqual([]);
    });

    test('reports on a batch have an end, however often it is worked on', async () => {
      const owner = await planned(['a']);
      const long = 'ü'.repeat(2 ** 18);
      for (const holder of ['one', 'two', 'three', 'four']) {
        const claim = await claimed(owner, 1, holder);
        await owner.report(claim, `${holder} ${long}`);
        await owner.release(claim);
      }
      const kept = await Array.fromAsync(everyRow(owner.batchReports('r1', NAME)));
      expect(kept.map((it) => String(it).split(' ')[0])).toEqual(['one', 'two']);
    });

    test('holders that lose a batch are counted, until a task of it has an outcome', async () => {
      const owner = await planned(['a', 'b']);
      const losses: number[] = [];
      for (const holder of ['one', 'two', 'three']) losses.push((await claimed(owner, 1, holder)).losses);
      expect(losses).toEqual([0, 1, 2]);
      const fourth = await claimed(owner, 1, 'four');
      await owner.handIn(fourth, steps('a', ['Running']));
      expect(await only(owner)).toMatchObject({ losses: 3, left: 2 });
      await owner.handIn(fourth, steps('a', ['Running', 'Failed']));
      expect(await only(owner)).toMatchObject({
        losses: 0,
        left: 1,
        claims: 4,
        holder: 'four',
        isHeld: true,
      });
      await owner.release(fourth);
      expect(await only(owner)).toMatchObject({ losses: 0, failure: null, holder: 'four', isHeld: false });
    });

    test('a batch that is given back with an error shows it until a task has an outcome, and counts as lost', async () => {
      const owner = await planned(['a', 'b']);
      await owner.release(await claimed(owner, 1, 'one'), failure.toJSON());
      expect(await only(owner)).toMatchObject({ losses: 1, failure: failure.toJSON() });
      const second = await claimed(owner, 1, 'two');
      expect(second.losses).toBe(1);
      expect(await only(owner)).toMatchObject({ failure: failure.toJSON(), isHeld: true });
      await owner.handIn(second, steps('b', ['Running', 'Completed']));
      expect(await only(owner)).toMatchObject({ losses: 0, failure: null, left: 1 });
    });

    test('batches are listed in the order of the plan, by name and by what is left, page by page', async () => {
      const owner = await planned(['a'], ['b'], ['c']);
      await owner.planTasks('r1', [{ taskId: 'x', name: 'other', input: null }]);
      const second = await claimed(owner, 2, 'one');
      await owner.handIn(second, steps('b', ['Running', 'Completed']));
      const numbers = async (query: Parameters<Catalog['batches']>[1]) =>
        (await owner.batches('r1', query)).rows.map(({ batch }) => batch);
      expect(await numbers({})).toEqual([1, 2, 3, 4]);
      expect(await numbers({ name: NAME, open: true })).toEqual([1, 3]);
      const first = await owner.batches('r1', { name: NAME, limit: 2 });
      expect(
        first.rows.map(({ batch, name, left, claims, holder }) => [batch, name, left, claims, holder]),
      ).toEqual([
        [1, NAME, 1, 0, null],
        [2, NAME, 0, 1, 'one'],
      ]);
      const rest = await owner.batches('r1', { name: NAME, limit: 2, cursor: first.next ?? '' });
      expect(rest).toMatchObject({ rows: [{ batch: 3 }], next: null });
      expect(await owner.batches('r2')).toEqual({ rows: [], next: null });
    });

    test('a lease that runs out leaves the batch with the name of its holder, and free', async () => {
      const owner = await planned(ids(2));
      await claim(owner, 'dead');
      await record.expireLeases();
      expect(await only(owner)).toMatchObject({ holder: 'dead', isHeld: false });
      expect((await claim(owner, 'next')).losses).toBe(1);
    });
  });
}
