import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, expect, test } from 'vitest';
import { type MonthThreads, type MonthThreadsOptions, startMonthThreads } from '../../src/index.ts';
import { building, collected } from './building.ts';
import { AGG, ALL_HOURS, candles, from, HOURS, orderOf, sourceOf, trades } from './month-files.ts';

const lake = building();
const never = new AbortController().signal;
const opened: MonthThreads[] = [];
afterEach(() => Promise.all(opened.splice(0).map((threads) => threads.close())));

async function start(options: Partial<MonthThreadsOptions> = {}): Promise<MonthThreads> {
  const threads = await startMonthThreads({ staging: join(lake.folder, 'spill'), ...options });
  opened.push(threads);
  return threads;
}

/** An order of two days of trades. */
async function twoDays(rows = 500) {
  const lines = [...trades('2025-07-01', from(0, rows), 0), ...trades('2025-07-02', from(rows, rows), rows)];
  const monthly = await sourceOf(lake.folder, AGG, '2025-07', lines);
  return orderOf(lake.folder, AGG, [monthly], ['2025-07-01', '2025-07-02']);
}

test('a thread builds what this thread would build, and reports days, strays and faults', async () => {
  const order = await twoDays();
  const { path: _, ...missing } = await sourceOf(lake.folder, AGG, '2025-07-01', []);
  const faulty = {
    ...order,
    sources: [...order.sources, { ...missing, path: join(lake.folder, 'none.zip') }],
  };
  const threads = await start();
  const days: string[] = [];
  const onDay = ({ day }: { readonly day: string }): number => days.push(day);
  const there = await collected(threads.build(faulty, { signal: never, onDay }));
  const here = await lake.build(faulty);
  expect(threads.version).toBe(lake.writer.version);
  expect(there.built).toEqual(here.built);
  expect(days).toEqual(order.periods);
  expect(there.report.faults[0]?.error).toMatchObject({
    ...here.report.faults[0]?.error.toJSON(),
    name: 'TapehaulError',
  });
});

test('orders that wait for a thread are built, as many at once as there are builders', async () => {
  const threads = await start({ builders: 2 });
  const order = await twoDays(50);
  const candlesOf = await sourceOf(lake.folder, HOURS, '2025-07', candles('2025-07-01', ALL_HOURS));
  const hours = orderOf(lake.folder, HOURS, [candlesOf], ['2025-07']);
  const all = await Promise.all(
    [order, hours, order, hours, order].map((each) => collected(threads.build(each, { signal: never }))),
  );
  expect(all.map(({ built }) => built.length)).toEqual([2, 1, 2, 1, 2]);
});

test('an order that is stopped rejects, leaves no file, and its thread builds the next one', async () => {
  const threads = await start();
  const order = await twoDays(20_000);
  const stop = new AbortController();
  const stopped = collected(threads.build(order, { signal: stop.signal, onDay: () => stop.abort() }));
  await expect(stopped).rejects.toMatchObject({ code: 'cancelled' });
  expect(await readdir(order.staging)).toEqual([]);
  expect((await collected(threads.build(order, { signal: never }))).built).toHaveLength(2);
});

test('an order that waits for a thread can be stopped, and others still get one', async () => {
  const threads = await start();
  const order = await twoDays();
  const stop = new AbortController();
  const first = collected(threads.build(order, { signal: never }));
  const waiting = collected(threads.build(order, { signal: stop.signal }));
  const last = collected(threads.build(order, { signal: never }));
  stop.abort();
  await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
  expect((await Promise.all([first, last])).map(({ built }) => built.length)).toEqual([2, 2]);
});

test('what is wrong with an order comes back as the same error, and a caller that leaves costs only a thread', async () => {
  const threads = await start();
  const order = await twoDays();
  const wrong = collected(threads.build({ ...order, month: '2025' }, { signal: never }));
  await expect(wrong).rejects.toMatchObject({ code: 'config_invalid', name: 'TapehaulError' });
  for await (const { period } of threads.build(order, { signal: never })) {
    expect(period).toBe('2025-07-01');
    break;
  }
  expect((await collected(threads.build(order, { signal: never }))).built).toHaveLength(2);
});

test('closing ends what is built', async () => {
  const threads = await start();
  const order = await twoDays(20_000);
  const building = collected(threads.build(order, { signal: never, onDay: () => void threads.close() }));
  await expect(building).rejects.toMatchObject({ code: 'table_failed' });
  await expect(collected(threads.build(order, { signal: never }))).rejects.toThrow('closed');
});

test('a build that is stopped and closed at once was cancelled', async () => {
  const threads = await start();
  const order = await twoDays(20_000);
  const stop = new AbortController();
  const end = (): void => {
    stop.abort();
    void threads.close();
  };
  const building = collected(threads.build(order, { signal: stop.signal, onDay: end }));
  await expect(building).rejects.toMatchObject({ code: 'cancelled' });
});

/** Runs a process that ends threads while DuckDB writes; gives how it ended. */
async function closedChild(...status: readonly string[]) {
  const order = await twoDays(20_000);
  const path = join(lake.folder, 'order.json');
  await writeFile(path, JSON.stringify({ ...order, periods: order.periods.slice(0, 1) }));
  const child = join(import.meta.dirname, 'closed-child.ts');
  const args = ['--conditions=@tapehaul/source', child, path, join(lake.folder, 'spill'), ...status];
  const { exitCode, signal, stdout, stderr } = await execa(process.execPath, args, { reject: false });
  return { end: { exitCode, signal, stderr }, ends: stdout.split('\n') };
}

test('closing in the middle of work of DuckDB harms nothing of the process', async () => {
  const { end, ends } = await closedChild();
  expect(end).toEqual({ exitCode: 0, signal: undefined, stderr: '' });
  expect(ends).toHaveLength(3);
  expect(ends.filter((it) => it !== 'built' && it !== 'table_failed')).toEqual([]);
});

test('a process that ends in the middle of work of DuckDB ends with its status', {
  tags: 'heavy',
}, async () => {
  const ended = await Promise.all(['5', '15', '30'].map((moment) => closedChild('130', moment)));
  expect(ended.map(({ end }) => end)).toEqual(
    Array(3).fill({ exitCode: 130, signal: undefined, stderr: '' }),
  );
});
