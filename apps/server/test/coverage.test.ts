import { expect, test } from 'vitest';
import { call, config, ended, serve, serveArchive, simulator, startRun, url } from './service.ts';

const CELLS = '/v1/coverage/cells?output_directory=btc';

test('coverage of each day is shown as cells, holes and output directories, with why', async () => {
  await serveArchive();
  await serve();
  const denied = { kind: 'status', status: 403, code: 'AccessDenied' } as const;
  simulator.faults.add({ key: /2025-07-03\.zip$/, fault: denied });
  simulator.faults.add({ key: /2025-07-(09|10)\.zip$/, fault: { kind: 'missing' } });
  const run = await startRun();
  await ended(run);

  const { body } = await call('GET', CELLS);
  const proved = body.states.indexOf('proved');
  const [failed, absent] = ['failed', 'absent'].map((name) => body.states.indexOf(name));
  expect(body).toMatchObject({
    unit: 'day',
    series: [
      {
        series: 'spot/klines/BTCUSDT/1h',
        first: '2025-07-01',
        last: '2025-07-15',
        expected: 15,
        held: 12,
        missing: 3,
        ours: 1,
        archive: 2,
        not_yet: 0,
        runs: [proved, 2, failed, 1, proved, 5, absent, 2, proved, 5],
      },
    ],
    as_of: expect.stringMatching(/^20\d\d-/),
    next: null,
  });
  const months = (await call('GET', `${CELLS}&unit=month&from=2025-07-02`)).body.series;
  expect(months).toMatchObject([{ first: '2025-07-02', months: [[11, 14]] }]);
  expect((await call('GET', `${CELLS}&symbols=ETH*,*BTC`)).body).toMatchObject({ series: [], as_of: null });

  const holes = await call('GET', '/v1/coverage/holes?output_directory=btc');
  expect(holes.body).toMatchObject({
    rows: [
      { first: '2025-07-09', last: '2025-07-10', days: 2, verdict: 'absent', fault: 'archive', run_id: run },
      {
        first: '2025-07-03',
        days: 1,
        verdict: 'failed',
        fault: 'ours',
        evidence: 'access_denied',
        run_id: run,
      },
    ],
    next: null,
  });
  expect(holes.body.rows[1].task_id).toContain('2025-07-03.zip');
  const ours = await call('GET', '/v1/coverage/holes?output_directory=btc&fault=ours');
  expect(ours.body.rows).toHaveLength(1);

  const why = '/v1/coverage/why?output_directory=btc';
  const explained = await call('GET', `${why}&series=BTCUSDT%201h&from=2025-07-02&to=2025-07-03`);
  expect(explained.body).toMatchObject({
    series: 'spot/klines/BTCUSDT/1h',
    spans: [{ state: 'proved' }, { state: 'failed', first: '2025-07-03', days: 1 }],
    day: { day: '2025-07-03', state: 'failed', will_come: 'yes', answer: { run_id: run }, files: [] },
  });
  const byKey = await call('GET', `${why}&series=${holes.body.rows[1].task_id}`);
  expect(byKey.body.day).toMatchObject({ day: '2025-07-03', answer: { evidence: 'access_denied' } });
  const unknown = await call('GET', `${why}&series=BTCUSTD&from=2025-07-02`);
  expect(unknown).toMatchObject({ status: 422, body: { code: 'config_invalid' } });

  const outputs = (await call('GET', '/v1/outputs')).body.rows;
  expect(outputs).toMatchObject([{ name: 'btc', series: 1, files: 12, newest_run: { run_id: run } }]);
});

test('cells that have not changed are not sent again', async () => {
  await serveArchive();
  await serve();
  await ended(await startRun());
  const first = await fetch(`${url}${CELLS}`);
  const tag = first.headers.get('etag') ?? '';
  expect(tag).toMatch(/^W\/"[\w-]{27}"$/);
  const again = await fetch(`${url}${CELLS}`, { headers: { 'if-none-match': tag } });
  expect([again.status, await again.text()]).toEqual([304, '']);
  await ended(await startRun(config({ symbols: ['ETHUSDT'] })));
  const changed = await fetch(`${url}${CELLS}`, { headers: { 'if-none-match': tag } });
  expect(changed.status).toBe(200);
});

test('an output directory into which nothing was collected is not found, and a wrong day is refused', async () => {
  await serveArchive();
  await serve();
  for (const path of [
    '/v1/coverage?output_directory=none',
    '/v1/coverage/cells?output_directory=none',
    '/v1/coverage/holes?output_directory=none',
    '/v1/coverage/why?output_directory=none&series=BTCUSDT&from=2025-07-01',
  ])
    expect(await call('GET', path)).toMatchObject({ status: 404, body: { code: 'output_not_found' } });
  expect((await call('GET', `${CELLS}&from=2025-02-30`)).status).toBe(400);
  const holes = '/v1/coverage/holes?output_directory=btc';
  expect((await call('GET', `${holes}&fault=our`)).status).toBe(400);
  expect((await call('GET', '/v1/outputs')).body.rows).toEqual([]);
});

test('what would answer that nothing is missing by mistake is refused: a name that there is none of, a range that ends before it begins', async () => {
  await serveArchive();
  await serve();
  await ended(await startRun());
  const holes = '/v1/coverage/holes?output_directory=btc';
  const cases = [
    ['market=spott', 'did you mean spot?'],
    ['data_type=kline', 'did you mean klines?'],
    ['interval=1M', 'got "1M"'],
    ['from=2025-07-15&to=2025-07-01', '2025-07-15 is after 2025-07-01'],
  ] as const;
  for (const [query, said] of cases) {
    for (const path of [CELLS, holes]) {
      const { status, body } = await call('GET', `${path}&${query}`);
      expect([status, body.code]).toEqual([422, 'query_invalid']);
      expect(body.detail).toContain(said);
    }
  }
  expect((await call('GET', `${CELLS}&symbols=`)).status).toBe(400);
  expect((await call('GET', `${CELLS}&market=spot&data_type=klines&interval=1h`)).body.series).toHaveLength(
    1,
  );
});
