import { expect, test } from 'vitest';
import { key, simulator } from './archive.ts';
import { collectReported } from './reported.ts';

test('absent files and failures are in the order of their keys, whichever ended first', async () => {
  simulator.faults.add({ key: key('01'), times: 1, fault: { kind: 'status', status: 500 } });
  simulator.faults.add({ key: key('02'), times: 1, fault: { kind: 'status', status: 500 } });
  simulator.faults.add({ key: /0[13]\.zip$/, fault: { kind: 'missing' } });
  simulator.faults.add({ key: /0[24]\.zip$/, fault: { kind: 'status', status: 403 } });
  const dates = { date_range: { start: '2025-07-01', end: '2025-07-04' } };
  const { result } = await collectReported({ ...dates, task_retry_attempts: 0 });
  expect(result.absent).toEqual([key('01'), key('03')]);
  expect(result.failures.map((failure) => failure.key)).toEqual([key('02'), key('04')]);
});
