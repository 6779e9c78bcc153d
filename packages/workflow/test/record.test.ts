import { appendFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readCatalog, recordPath } from '@tapehaul/catalog-sqlite';
import { expect, test } from 'vitest';
import { collect, key, output, simulator, zipsBelow } from './archive.ts';

test('the record of a run lists its first failures with its result, and has all of them as tasks', async () => {
  simulator.faults.add({ key: /\.zip$/, fault: { kind: 'status', status: 403 } });
  const date_range = { start: '2025-01-01', end: '2025-04-30' };
  const { failures, run_id } = await collect({ partition: 'daily', date_range, task_retry_attempts: 0 });
  expect(failures).toHaveLength(120);
  const record = readCatalog(recordPath(output));
  expect((await record.run(run_id))?.result).toMatchObject({
    failures: failures.slice(0, 100),
    collection_stats: { failed_tasks: 120 },
  });
  expect(await record.failures(run_id)).toMatchObject([{ tasks: 120 }]);
  await record.close();
});

test('what was deleted here and is gone from the archive is not held any more', async () => {
  await collect();
  const [first = '', second = ''] = await zipsBelow(output);
  await rm(join(output, first));
  await appendFile(join(output, second), 'altered, but there');
  simulator.faults.add({ key: /0[12]\.zip$/, fault: { kind: 'missing' } });
  expect((await collect({ recheck: { listing_days: 0 } })).absent).toEqual([key('01'), key('02')]);
  const record = readCatalog(recordPath(output));
  expect((await record.coverage()).rows).toMatchObject([{ objects: 2, first: '2025-07-02' }]);
  expect(await record.find(key('01'))).toBeUndefined();
  await record.close();
});
