import { seriesParts } from '@tapehaul/archive';
import { describe, expect, test } from 'vitest';
import { eachWithRecord, type MakeRecord, run } from './setup/record-under-test.ts';

/** Why a day is in its state, beside what holes say. */
export function explainedDaysContract(make: MakeRecord): void {
  describe('why a day is as it is', () => {
    const record = eachWithRecord(make);

    test('an error that a task met before is no reason of a day that is held', async () => {
      const owner = await record.open();
      await owner.startRun(run('r1'));
      const series = seriesParts('spot/klines/BTCUSDT/1h');
      const key = 'data/spot/daily/klines/BTCUSDT/1h/BTCUSDT-1h-2025-07-05.zip';
      await owner.planTasks('r1', [{ taskId: key, name: 'fetch', input: null }]);
      const change = { runId: 'r1', taskId: key, name: 'fetch', state: 'Failed', phase: 'final' } as const;
      owner.recordTask({ ...change, attempt: 1, at: 1, errorCode: 'throttled', errorMessage: 'slow down' });
      const day = { series, partition: 'daily', first: '2025-07-05', last: '2025-07-05' } as const;
      owner.recordCells('r1', { ...day, state: 'failed' });
      expect(await owner.explainDay(series, '2025-07-05')).toMatchObject({
        reason: 'slow down',
        evidence: 'throttled',
        taskId: key,
      });
      owner.recordCells('r1', { ...day, state: 'accepted' });
      expect(await owner.explainDay(series, '2025-07-05')).toMatchObject({
        reason: 'held, accepted by a person although its checksum differs',
        evidence: null,
        taskId: key,
      });
    });

    test('a day of a series that the archive does not have names the likely one', async () => {
      const owner = await record.open();
      await owner.startRun(run('r1'));
      const series = seriesParts('spot/klines/ETHUSTD/1h');
      const days = { series, first: '2025-07-01', last: '2025-07-02' };
      owner.recordCells('r1', { ...days, partition: 'daily', state: 'never_existed' });
      const gap = { ...days, verdict: 'never_existed', reason: 'not listed' };
      owner.recordGap('r1', { ...gap, likely: 'ETHUSDT' });
      expect(await owner.explainDay(series, '2025-07-02')).toMatchObject({
        reason: 'not listed; did you mean ETHUSDT?',
        runId: 'r1',
      });
    });
  });
}
