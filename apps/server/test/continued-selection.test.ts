import { expect, test } from 'vitest';
import { call, ended, follow, serve, serveArchive, simulator, startRun, stop } from './service.ts';

const key = (day: string): string => `data/spot/daily/klines/BTCUSDT/1h/BTCUSDT-1h-2025-07-${day}.zip`;

/** States of the files that failed at first. */
async function statesOf(run: string): Promise<Record<string, string>> {
  const { body } = await call('GET', `/v1/runs/${run}/tasks?limit=1000`);
  const rows: { id: string; state: string }[] = body.rows;
  return Object.fromEntries(rows.filter(({ id }) => /07-0[37]/.test(id)).map(({ id, state }) => [id, state]));
}

test('a retry of a selection that the end of the service has stopped is continued as that, and takes up nothing else', async () => {
  await serveArchive();
  const forbidden = { kind: 'status', status: 403, code: 'AccessDenied' } as const;
  simulator.faults.add({ key: /07-0[37]/, operation: 'object', fault: forbidden });
  await serve();
  const run = await startRun({ engine: 's3' });
  await ended(run);
  expect(await statesOf(run)).toEqual({ [key('03')]: 'Failed', [key('07')]: 'Failed' });

  simulator.faults.clear();
  simulator.faults.add({ key: /07-07/, operation: 'object', fault: { kind: 'stall', afterBytes: 0 } });
  expect((await call('POST', `/v1/runs/${run}/retry`, { task_ids: [key('07')] })).status).toBe(202);
  for await (const { event } of follow(run)) if (event === 'started') break;
  await stop();

  simulator.faults.clear();
  await serve();
  await ended(run);
  expect(await statesOf(run)).toEqual({ [key('03')]: 'Failed', [key('07')]: 'Completed' });
  expect((await call('GET', `/v1/runs/${run}`)).body.state).toBe('CompletedWithGaps');
});
