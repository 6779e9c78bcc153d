import { join } from 'node:path';
import { openCatalog, recordPath } from '@tapehaul/catalog-sqlite';
import { FILE_TASK, FLOW_NAME } from '@tapehaul/workflow';
import { beforeEach, expect, test } from 'vitest';
import { call, data, serve } from './service.ts';

const SYMBOLS = 60;
const DAYS = ['2025-07-01', '2025-07-02', '2025-07-03'];
const LINES = 2_500;
const AT = Date.parse('2025-08-01T00:00:00Z');

const symbolAt = (n: number): string => `S${String(n).padStart(2, '0')}USDT`;
const keyOf = (symbol: string, day: string): string =>
  `data/spot/daily/trades/${symbol}/${symbol}-trades-${day}.zip`;

/** A run that has ended: of each symbol its first days failed, the more the lower its number; and a log of many lines. */
beforeEach(async () => {
  const catalog = openCatalog(recordPath(join(data, 'btc')));
  await catalog.startRun({ runId: 'r1', flow: FLOW_NAME, parameters: {} });
  for (let n = 0; n < SYMBOLS; n += 1) {
    const failed = n < 10 ? 3 : n < 20 ? 2 : 1;
    for (const [place, day] of DAYS.entries()) {
      const taskId = keyOf(symbolAt(n), day);
      const change = { runId: 'r1', taskId, name: FILE_TASK, attempt: 1, at: AT };
      catalog.recordTask({ ...change, state: 'Running', phase: 'running' });
      const code = n === 0 && place > 0 ? 'checksum_disputed' : 'throttled';
      const end =
        place < failed
          ? { state: 'Failed', errorCode: code, errorMessage: `${taskId}: ${code}` }
          : { state: 'Completed', bytes: 10 };
      catalog.recordTask({ ...change, ...end, phase: 'final', at: AT + 1_000 });
    }
  }
  const step = { runId: 'r1', taskId: 'plan', name: 'plan', attempt: 1, at: AT };
  catalog.recordTask({ ...step, state: 'Running', phase: 'running' });
  catalog.recordTask({ ...step, state: 'Failed', phase: 'final', errorCode: 'card_refused' });
  for (let n = 1; n <= LINES; n += 1) {
    const line = { runId: 'r1', taskId: null, attempt: null, at: AT + n, level: 'info' } as const;
    catalog.recordLog({ ...line, message: `line ${n}\nof two` });
  }
  catalog.endRun('r1', 'CompletedWithGaps', null);
  await catalog.close();
  await serve();
});

const failures = async (by: string) => (await call('GET', `/v1/runs/r1/failures?by=${by}`)).body;

test('the largest fifty groups are listed, with all that failed counted', async () => {
  const bySymbol = await failures('symbol');
  expect(bySymbol.rows).toHaveLength(50);
  expect(bySymbol.total).toBe(10 * 3 + 10 * 2 + 40 + 1);
  const sizes = bySymbol.rows.map(({ tasks }: { tasks: number }) => tasks);
  expect(sizes).toEqual(sizes.toSorted((a: number, b: number) => b - a));
  expect(bySymbol.rows[0]).toMatchObject({ value: symbolAt(0), tasks: 3 });
  expect((await failures('data_type')).rows).toMatchObject([
    { value: 'trades', tasks: 90 },
    { value: 'other', tasks: 1, example_key: 'plan' },
  ]);
  expect((await failures('day')).rows).toMatchObject([
    { value: '2025-07-01', tasks: 60 },
    { value: '2025-07-02', tasks: 20 },
    { value: '2025-07-03', tasks: 10 },
    { value: 'other', tasks: 1 },
  ]);
});

test('a group says what its most frequent code calls for', async () => {
  const { rows } = await failures('symbol');
  expect(rows[0]).toMatchObject({ code: 'checksum_disputed', fault: 'archive', retry_helps: false });
  expect(rows[1]).toMatchObject({ code: 'throttled', fault: 'ours', retry_helps: true });
  expect((await failures('code')).rows).toMatchObject([
    { value: 'throttled', tasks: 88, fault: 'ours' },
    { value: 'checksum_disputed', tasks: 2, example_key: keyOf(symbolAt(0), '2025-07-02') },
    { value: 'card_refused', tasks: 1, fault: 'ours', retry_helps: true },
  ]);
  const unknown = await call('GET', '/v1/runs/r1/failures?by=weather');
  expect(unknown.status).toBe(400);
});

test('a long log is sent whole as text, a line for each line, in the order that is requested', async () => {
  const { status, body } = await call('GET', '/v1/runs/r1/logs/text');
  expect(status).toBe(200);
  const lines = body.trimEnd().split('\n');
  expect(lines).toHaveLength(LINES);
  expect(lines[0]).toMatch(/^2025-08-01T00:00:00\.001Z INFO {2}line 1\S*of two$/);
  const newest = (await call('GET', '/v1/runs/r1/logs/text?order=newest')).body.trimEnd().split('\n');
  expect(newest).toEqual(lines.toReversed());
  const some = (await call('GET', '/v1/runs/r1/logs/text?contains=line 250')).body.trimEnd().split('\n');
  expect(some).toHaveLength(2);
  expect((await call('GET', '/v1/runs/none/logs/text')).status).toBe(404);
});

test('a selection for a retry is checked before anything of it is tried', async () => {
  for (const body of [{ task_ids: [] }, { prefix: '' }, { error_code: '' }, { task_ids: [''] }]) {
    expect((await call('POST', '/v1/runs/r1/retry', body)).status, JSON.stringify(body)).toBe(400);
  }
  const tooMany = Array.from({ length: 1_001 }, (_, n) => `task ${n}`);
  expect((await call('POST', '/v1/runs/r1/retry', { task_ids: tooMany })).status).toBe(400);
  const both = { error_code: 'checksum_disputed', task_ids: [keyOf(symbolAt(1), '2025-07-01')] };
  expect(await call('POST', '/v1/runs/r1/retry', both)).toMatchObject({
    status: 409,
    body: { code: 'run_complete', detail: 'no failed file of run r1 fits the selection' },
  });
});
