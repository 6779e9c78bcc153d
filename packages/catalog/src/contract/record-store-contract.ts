import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RestoredRun } from '../stores/record-repair.ts';
import type { RecordStore } from '../stores/record-store.ts';
import { object, run } from './setup/record-under-test.ts';

/** A store of records, without a record, that the contract is tried on. */
export interface RecordStoreUnderTest {
  readonly records: RecordStore;
  /** An absolute path of an output directory, which has other output directories below it. */
  readonly root: string;
  /** Damages the record of a directory, so that nothing of it can be read. */
  damage(root: string): Promise<void>;
  /** Removes the record of a directory. */
  remove(root: string): Promise<void>;
  /** Removes all records. */
  discard(): Promise<void>;
}

/** Defines the tests that every store of records must pass, in a file of vitest. `make` gives a new one for each of them. */
export function recordStoreContract(name: string, make: () => Promise<RecordStoreUnderTest>): void {
  describe(`${name} obeys the contract of a store of records:`, () => {
    let store: RecordStoreUnderTest;
    let records: RecordStore;
    let root = '';
    beforeEach(async () => {
      store = await make();
      ({ records, root } = store);
    });
    afterEach(() => store.discard());

    /** Records a run that has ended. */
    async function recorded(directory: string, runId = 'r1'): Promise<void> {
      const owner = await records.open(directory);
      await owner.startRun(run(runId));
      owner.recordObject(object(runId, 'a'));
      owner.endRun(runId, 'Completed', null);
      await owner.close();
    }

    async function runIds(directory: string): Promise<string[]> {
      const reader = await records.read(directory);
      const { rows } = await reader.runs();
      await reader.close();
      return rows.map(({ runId }) => runId);
    }

    test('a directory has no record until one is opened, and finding it makes none', async () => {
      expect(await records.find(root)).toBeUndefined();
      expect(await records.inspect(root)).toBe('missing');
      expect(await records.keptAside(root)).toBeUndefined();
      expect(await records.openDamaged(root)).toBeUndefined();
      await expect(records.read(root)).rejects.toMatchObject({ code: 'catalog_failed' });
      expect(await records.find(root)).toBeUndefined();
    });

    test('each directory has a record of its own, which is found, located and read', async () => {
      const other = `${root}/other`;
      await recorded(root, 'r1');
      await recorded(other, 'r2');
      expect(await runIds(root)).toEqual(['r1']);
      expect(await runIds(other)).toEqual(['r2']);
      const [one, two] = [await records.find(root), await records.find(other)];
      expect(one).toMatchObject({ isBlank: false });
      expect(one?.createdAt).toBeGreaterThan(1_600_000_000_000);
      expect(one?.id).not.toBe(two?.id);
      expect((await records.find(root))?.id).toBe(one?.id);
      expect(records.locate(root)).not.toBe(records.locate(other));
      expect(await records.inspect(root)).toBe('sound');
    });

    test('records below a directory are listed without its own', async () => {
      for (const directory of [root, `${root}/a`, `${root}/b/c`]) await recorded(directory);
      expect((await records.below(root)).toSorted()).toEqual(['a', 'b/c']);
      expect(await records.below(`${root}/b/c`)).toEqual([]);
    });

    test('what one process has open is what others read, and the owner of an open run is named', async () => {
      const owner = await records.open(root);
      await owner.startRun(run('r1'));
      const reader = await records.read(root);
      const seen = await reader.run('r1');
      expect(seen?.owner.name).toMatch(/\w/);
      expect(seen?.owner.heartbeatAt).toBeTypeOf('number');
      const other = await records.open(root);
      await expect(other.startRun(run('r2'))).rejects.toThrow(
        expect.objectContaining({ code: 'output_in_use' }),
      );
      await other.close();
      await reader.close();
      owner.endRun('r1', 'Completed', null);
      await owner.close();
      expect(await records.heldBy(root)).toBeUndefined();
    });

    test('a record that was removed and made anew is another one', async () => {
      await recorded(root);
      const former = await records.find(root);
      // Held open, so that what identifies it cannot be given to the next one.
      const reader = await records.read(root);
      await store.remove(root);
      expect(await records.find(root)).toBeUndefined();
      await recorded(root);
      expect((await records.find(root))?.id).not.toBe(former?.id);
      await reader.close();
    });

    test('a damaged record is recognised, kept aside, and rebuilt with the runs that are known', async () => {
      await recorded(root);
      await store.damage(root);
      expect(await records.inspect(root)).toBe('malformed');
      await expect(records.open(root)).rejects.toMatchObject({ code: 'catalog_malformed' });
      await expect(records.read(root)).rejects.toMatchObject({ code: 'catalog_malformed' });
      const kept = await records.setAside(root);
      expect(await records.keptAside(root)).toBe(kept);
      expect(await records.inspect(root)).toBe('missing');
      await (await records.openDamaged(root))?.close();
      expect(await records.restoreRuns(root, [restored('r1'), restored('r2')])).toBe(2);
      expect(await runIds(root)).toEqual(['r2', 'r1']);
      expect(await records.inspect(root)).toBe('sound');
      expect(await records.keptAside(root)).toBe(kept);
    });

    test('a run that is restored twice, or that the record has, stays as it is', async () => {
      await recorded(root);
      expect(await records.restoreRuns(root, [restored('r1', 'Failed'), restored('r0')])).toBe(1);
      expect(await records.restoreRuns(root, [restored('r0', 'Failed')])).toBe(0);
      const reader = await records.read(root);
      expect(await reader.run('r1')).toMatchObject({ state: 'Completed', parameters: { a: 1 } });
      expect(await reader.run('r0')).toMatchObject({ state: 'Completed', startedAt: 10, endedAt: 20 });
      expect((await reader.runHistory('r0')).map(({ state, at }) => [state, at])).toEqual([
        ['Running', 10],
        ['Completed', 20],
      ]);
      await reader.close();
    });
  });
}

function restored(runId: string, state = 'Completed'): RestoredRun {
  const times = { startedAt: 10, plannedAt: state === 'Completed' ? 20 : null, endedAt: 20 };
  return { runId, flow: 'collect', state, ...times, parameters: { of: runId }, result: null };
}
