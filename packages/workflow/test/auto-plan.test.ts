import { startSimulator, syntheticSource } from '@tapehaul/archive-simulator';
import { expect, test } from 'vitest';
import {
  ArchiveCollectionWorkflow,
  type PlanRecord,
  type PlanSummary,
  planCollection,
  type WorkflowEvent,
} from '../src/index.ts';
import { config, simulator } from './archive.ts';
import { refusal } from './reported.ts';

const DENIED = { kind: 'status', status: 403, code: 'AccessDenied' } as const;
const refuse = (key: RegExp) => simulator.faults.add({ operation: 'list', key, fault: DENIED });

async function planOf(more: object = {}): Promise<{ records: PlanRecord[]; summary: PlanSummary }> {
  const records = await Array.fromAsync(planCollection(config(more)));
  const summary = records.at(-1);
  if (summary?.kind !== 'summary') return expect.unreachable('a plan without a summary');
  return { records, summary };
}

/** Runs a collection, and gives its result and the warnings that were reported on the way. */
async function collected(more: object = {}) {
  const events: WorkflowEvent[] = [];
  const onEvent = (event: WorkflowEvent) => void events.push(event);
  const result = await new ArchiveCollectionWorkflow(config(more), { onEvent }).execute();
  return { result, warnings: events.filter(({ kind }) => kind === 'warning') };
}

const of = (records: readonly PlanRecord[], symbol: string) =>
  records.flatMap((it) =>
    it.kind !== 'summary' && it.kind !== 'settled' && it.symbol === symbol ? [it.by] : [],
  );

test('by default a plan knows sizes and what exists, with one page for each series and partition', async () => {
  const { summary, records } = await planOf({ symbols: ['BTCUSDT', 'ETHUSDT'] });
  expect(summary).toMatchObject({
    planning: 'auto',
    answers_by: { matrix: 0, listing: 6 },
    files: 6,
    estimated_files: 0,
    listing_requests: 2,
    warnings: [],
  });
  expect(of(records, 'BTCUSDT')).toEqual(['listing', 'listing', 'listing']);
});

test('a source that refuses to be listed is planned by the matrix, which is said once', async () => {
  refuse(/./);
  const { summary, records } = await planOf({ symbols: ['BTCUSDT', 'ETHUSDT'] });
  expect(summary).toMatchObject({
    answers_by: { matrix: 6, listing: 0 },
    estimated_files: 6,
    listing_requests: 0,
    warnings: [
      { code: 'source_not_listed', prefix: null, message: expect.stringMatching(/cannot be listed/) },
    ],
  });
  expect(new Set(of(records, 'BTCUSDT'))).toEqual(new Set(['matrix']));
  const { result, warnings } = await collected();
  expect(result).toMatchObject({ status: 'completed', downloader_stats: { files_downloaded: 3 } });
  expect(warnings).toMatchObject([{ kind: 'warning', code: 'source_not_listed' }]);
  expect(result.warnings).toMatchObject([{ code: 'source_not_listed' }]);
});

test('a source that lists its root and no series gets no further listing requests', async () => {
  refuse(/klines\/.+/);
  const symbols = Array.from({ length: 60 }, (_, index) => `S${index}USDT`);
  const { summary } = await planOf({ symbols });
  expect(summary.warnings).toMatchObject([{ code: 'source_not_listed' }]);
  expect(summary.answers_by.listing).toBe(0);
  expect(summary.listing_requests).toBeLessThan(40);
});

test('a plain mirror is planned by the matrix without any listing', async () => {
  const source = { endpoint: simulator.url, prefix: 'data.binance.vision', style: 'none' };
  const { summary } = await planOf({ source });
  expect(summary.warnings).toMatchObject([{ code: 'source_not_listed', prefix: null }]);
  expect(simulator.requests.count()).toBe(0);
  const { result, warnings } = await collected({ source });
  expect(result).toMatchObject({ status: 'completed', exit_code: 0 });
  expect(warnings).toHaveLength(1);
});

test('a prefix that is refused costs its series, not the plan', async () => {
  refuse(/ETHUSDT/);
  const symbols = ['BTCUSDT', 'ETHUSDT'];
  const { summary, records } = await planOf({ symbols });
  expect(of(records, 'BTCUSDT')).toEqual(['listing', 'listing', 'listing']);
  expect(of(records, 'ETHUSDT')).toEqual(['matrix', 'matrix', 'matrix']);
  const prefix = 'data/spot/daily/klines/ETHUSDT/1h/';
  const warning = { code: 'prefix_not_listed', prefix, message: expect.stringContaining(prefix) };
  expect(summary.warnings).toEqual([warning]);
  const { result, warnings } = await collected({ symbols });
  expect(result).toMatchObject({ status: 'completed', downloader_stats: { files_downloaded: 6 } });
  expect(warnings).toEqual([{ kind: 'warning', ...warning }]);
});

test('a fault of the server is no refusal: it ends the plan', async () => {
  simulator.faults.add({ operation: 'list', key: /klines/, fault: { kind: 'status', status: 500 } });
  await refusal(planOf(), 'server_error', '');
});

test('a pattern needs names: a source that refuses to list them ends the plan', async () => {
  refuse(/./);
  await refusal(planOf({ symbols: ['BTC*'] }), 'access_denied', '');
  simulator.faults.clear();
  const { summary } = await planOf({ symbols: ['BTC*'] });
  expect(summary.files).toBeGreaterThan(0);
});

test('what is listed and what is estimated of one plan add up to what is left to fetch', async () => {
  refuse(/ETHUSDT/);
  const { result } = await collected({ symbols: ['BTCUSDT', 'ETHUSDT'], check_free_space: true });
  expect(result.status).toBe('completed');
});

/** Symbols of a large plan: a thousand in full trials. */
const MANY = process.env.TAPEHAUL_TRIALS === 'full' ? 1_000 : 150;

test('many named symbols, most of them delisted or unknown, take a request each and few more', async () => {
  const names = (from: string, count: number) => Array.from({ length: count }, (_, n) => `${from}${n}USDT`);
  const life = { market: 'spot' as const, from: '2021-01-01' };
  const gone = names('GONE', MANY * 0.6).map((symbol) => ({ ...life, symbol, to: '2022-01-01' }));
  const live = names('LIVE', MANY * 0.2).map((symbol) => ({ ...life, symbol, to: null }));
  const archive = await startSimulator({
    source: syntheticSource({ maxRows: 1, symbols: [...gone, ...live] }),
  });
  try {
    const symbols = [...gone, ...live].map(({ symbol }) => symbol).concat(names('NONE', MANY * 0.2));
    const { summary } = await planOf({ symbols, source: { endpoint: archive.url } });
    expect(summary).toMatchObject({ files: 3 * live.length, estimated_files: 0 });
    expect(summary.listing_requests).toBeGreaterThanOrEqual(MANY);
    expect(summary.listing_requests).toBeLessThanOrEqual(MANY + 6);
    expect(archive.requests.count()).toBe(summary.listing_requests + 1);
  } finally {
    await archive.close();
  }
}, 60_000);
