import { readCatalog } from '@tapehaul/catalog';
import { expect, test } from 'vitest';
import { recordPath } from '../src/index.ts';
import { collect, output, simulator } from './archive.ts';

test('the record of a run lists its first failures with its result, and has all of them as tasks', async () => {
  simulator.faults.add({ key: /\.zip$/, fault: { kind: 'status', status: 403 } });
  const date_range = { start: '2025-01-01', end: '2025-04-30' };
  const { failures, run_id } = await collect({ partition: 'daily', date_range, task_retry_attempts: 0 });
  expect(failures).toHaveLength(120);
  const record = readCatalog(recordPath(output));
  expect(record.run(run_id)?.result).toMatchObject({
    failures: failures.slice(0, 100),
    collection_stats: { failed_tasks: 120 },
  });
  expect(record.failures(run_id)).toMatchObject([{ tasks: 120 }]);
  record.close();
});
