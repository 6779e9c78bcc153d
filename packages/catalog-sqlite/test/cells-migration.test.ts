import { addDays, seriesParts } from '@tapehaul/archive';
import type { TaskChange } from '@tapehaul/catalog';
import { stateOf } from '@tapehaul/coverage';
import { expect, test } from 'vitest';
import { openCatalog } from '../src/index.ts';
import { openUpToDate } from '../src/writer/open-catalog.ts';
import { object, path, run, tamper } from './test-catalog.ts';

const NAME = 'download-archive-file';
const series = seriesParts('spot/klines/BTCUSDT/1h');
const key = (period: string): string => {
  const partition = period.length === 7 ? 'monthly' : 'daily';
  return `data/spot/${partition}/klines/BTCUSDT/1h/BTCUSDT-1h-${period}.zip`;
};

test('the cells of a record of the sixth schema follow from what it holds and what its runs found', async () => {
  const old = openCatalog(path);
  const plan = (runId: string, ...periods: string[]) =>
    old.planTasks(
      runId,
      periods.map((period) => ({ taskId: key(period), name: NAME, input: null })),
    );
  const end = (runId: string, period: string, state: string): void => {
    const change: TaskChange = {
      runId,
      taskId: key(period),
      name: NAME,
      state,
      phase: 'final',
      attempt: 1,
      at: 1,
      ...(state === 'Corrupt' ? { errorCode: 'checksum_disputed' } : {}),
    };
    old.recordTask(change);
  };
  const gap = (runId: string, first: string, last: string, verdict: string): void =>
    old.recordGap(runId, { series, first, last, verdict, reason: 'why', likely: null });
  await old.startRun(run('r1'));
  await plan('r1', '2025-07-01', '2025-07-02', '2025-07-03', '2025-07-04');
  gap('r1', '2025-07-05', '2025-07-08', 'not_yet_published');
  gap('r1', '2025-05-30', '2025-06-01', 'before_first');
  end('r1', '2025-07-01', 'Absent');
  end('r1', '2025-07-02', 'Failed');
  end('r1', '2025-07-03', 'Corrupt');
  old.endRun('r1', 'Failed', null);
  await old.startRun(run('r2'));
  gap('r2', '2025-07-06', '2025-07-06', 'gap');
  await plan('r2', '2025-07-02', '2025-06');
  end('r2', '2025-07-02', 'Completed');
  end('r2', '2025-06', 'Completed');
  old.recordObject(object('r2', key('2025-07-02'), { series, partition: 'daily', period: '2025-07-02' }));
  old.recordObject(
    object('r2', key('2025-06'), { series, partition: 'monthly', period: '2025-06', proof: 'none' }),
  );
  old.recordObject(object('r2', 'foreign', { series: null, partition: null, period: null }));
  await old.close();
  for (const table of ['activity', 'partitions', 'row_findings']) tamper(`DROP TABLE ${table}`);
  tamper('DROP TABLE cells');
  tamper('ALTER TABLE objects DROP COLUMN deep');
  tamper('ALTER TABLE coverage DROP COLUMN deep');
  tamper('DROP TABLE seen');
  for (const column of ['worker', 'losses', 'failure', 'summary'])
    tamper(`ALTER TABLE batches DROP COLUMN ${column}`);
  tamper('PRAGMA user_version = 6');

  const catalog = await openUpToDate(path);
  const cells = await catalog.cellsOf(series);
  const days = Array.from(cells?.codes ?? [], (code, place) => [
    addDays(cells?.first ?? '', place),
    stateOf(code),
  ]);
  expect(days.filter(([day = '']) => day < '2025-06-01' || day > '2025-06-29')).toEqual([
    ['2025-05-30', 'before_first'],
    ['2025-05-31', 'before_first'],
    ['2025-06-30', 'month_unverified'],
    ['2025-07-01', 'absent'],
    ['2025-07-02', 'proved'],
    ['2025-07-03', 'disputed'],
    ['2025-07-04', 'planned'],
    ['2025-07-05', 'not_yet_published'],
    ['2025-07-06', 'gap'],
    ['2025-07-07', 'not_yet_published'],
    ['2025-07-08', 'not_yet_published'],
  ]);
  expect((await catalog.holes()).rows.map(({ first, state, runId }) => [first, state, runId])).toEqual([
    ['2025-07-01', 'absent', 'r1'],
    ['2025-07-03', 'disputed', 'r1'],
    ['2025-07-06', 'gap', 'r2'],
  ]);
  await catalog.close();
});
