import { describe, expect, test } from 'vitest';
import { everyRow } from '../every-row.ts';
import type { Catalog } from '../stores/catalog.ts';
import type { DisputeRecord } from '../stores/disputes.ts';
import { eachWithRecord, handedIn, type MakeRecord, object, run } from './setup/record-under-test.ts';

const dispute = (key: string, more: Partial<DisputeRecord> = {}): DisputeRecord => ({
  key,
  path: `bronze/${key}`,
  quarantinePath: `.tapehaul/quarantine/bronze/${key}`,
  series: object('r1', key).series,
  partition: 'daily',
  period: '2025-07-01',
  bytes: 10,
  sha256: 'ab'.repeat(32),
  publishedSha256: 'cd'.repeat(32),
  etag: 'e1',
  lastModified: '2025-07-02T00:00:00.000Z',
  sidecarEtag: null,
  sidecarModified: '2025-07-02T00:00:01.000Z',
  firstRunId: 'r1',
  firstSeenAt: 1,
  lastRunId: 'r1',
  lastSeenAt: 2,
  state: 'open',
  decidedBy: null,
  decidedAt: null,
  reason: null,
  ...more,
});

const keysIn = (catalog: Catalog, state?: DisputeRecord['state']) =>
  Array.fromAsync(everyRow(catalog.disputes(state)), ({ key }) => key);

/** Disputes are kept, one for each object, until the object is proved or a person decides. */
export function disputeContract(make: MakeRecord): void {
  describe('a dispute', () => {
    const record = eachWithRecord(make);
    const begun = async (): Promise<Catalog> => {
      const owner = await record.open();
      await owner.startRun(run('r1'));
      return owner;
    };

    test('is kept with all that is known of it, and seen at once and by other processes', async () => {
      const owner = await begun();
      owner.recordDispute(dispute('b'));
      owner.recordDispute(
        dispute('a', { quarantinePath: null, series: null, partition: null, period: null }),
      );
      expect(await owner.dispute('b')).toEqual(dispute('b'));
      await owner.settled();
      const other = await record.open();
      expect(await other.dispute('b')).toEqual(dispute('b'));
      expect(await other.dispute('a')).toMatchObject({ quarantinePath: null, series: null });
      expect(await other.dispute('c')).toBeUndefined();
      expect([...(await other.disputesOf(['b', 'c'])).keys()]).toEqual(['b']);
      expect(await keysIn(other)).toEqual(['a', 'b']);
    });

    test('is replaced by the next one of the same object, and listed by its state', async () => {
      const owner = await begun();
      owner.recordDispute(dispute('a'));
      owner.recordDispute(dispute('b'));
      const decision = { decidedBy: 'ann', decidedAt: 5, reason: 'rows were checked' } as const;
      owner.recordDispute(dispute('a', { state: 'accepted', ...decision }));
      expect(await owner.dispute('a')).toMatchObject(decision);
      expect(await keysIn(owner, 'open')).toEqual(['b']);
      expect(await keysIn(owner, 'accepted')).toEqual(['a']);
      expect(await keysIn(owner, 'rejected')).toEqual([]);
    });

    test('is resolved by an object that is held, unless that was accepted', async () => {
      const owner = await begun();
      for (const key of ['proved', 'unverified', 'accepted']) owner.recordDispute(dispute(key));
      owner.recordDispute(dispute('rejected', { state: 'rejected' }));
      owner.recordObject(object('r1', 'proved', { recordedAt: 7 }));
      owner.recordObject(object('r1', 'unverified', { proof: 'none' }));
      owner.recordObject(object('r1', 'accepted', { proof: 'accepted' }));
      owner.recordObject(object('r1', 'rejected'));
      await owner.settled();
      expect(await owner.dispute('proved')).toMatchObject({ state: 'resolved', lastSeenAt: 7 });
      expect(await keysIn(owner, 'resolved')).toEqual(['proved', 'unverified']);
      expect(await keysIn(owner, 'open')).toEqual(['accepted']);
      expect(await keysIn(owner, 'rejected')).toEqual(['rejected']);
      expect(await owner.find('accepted')).toMatchObject({ proof: 'accepted' });
      expect((await owner.coverage()).rows).toMatchObject([{ objects: 4, proved: 2 }]);
      // The archive has published a file that is right, after one was accepted.
      owner.recordDispute(dispute('accepted', { state: 'accepted', decidedBy: 'ann', decidedAt: 5 }));
      owner.recordObject(object('r1', 'accepted'));
      await owner.settled();
      expect(await owner.dispute('accepted')).toMatchObject({ state: 'resolved', decidedBy: 'ann' });
      expect(await owner.find('accepted')).toMatchObject({ proof: 'sidecar' });
    });

    test('of a run that is not recorded is refused', async () => {
      const owner = await begun();
      const unknown = expect.objectContaining({ code: 'run_not_found' });
      for (const runs of [{ lastRunId: 'r2' }, { firstRunId: 'r2' }]) {
        await expect(handedIn(owner, () => owner.recordDispute(dispute('a', runs)))).rejects.toThrow(unknown);
      }
      expect(await owner.dispute('a')).toBeUndefined();
    });

    test('more than a page of them are all listed', async () => {
      const owner = await begun();
      const keys = Array.from({ length: 1_200 }, (_, n) => `k${String(n).padStart(5, '0')}`);
      for (const key of keys) owner.recordDispute(dispute(key));
      expect(await keysIn(owner, 'open')).toEqual(keys);
    });
  });
}
