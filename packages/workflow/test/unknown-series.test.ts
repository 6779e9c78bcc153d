import { expect, test } from 'vitest';
import {
  ArchiveCollectionWorkflow,
  type CollectionResult,
  closeQuietly,
  findRun,
  openRecord,
  type PlanRecord,
  type PlanSummary,
  planCollection,
  type WorkflowEvent,
} from '../src/index.ts';
import { collect, config, output, simulator } from './archive.ts';

async function summaryOf(more: object = {}): Promise<PlanSummary> {
  const records: PlanRecord[] = await Array.fromAsync(planCollection(config(more)));
  const summary = records.at(-1);
  return summary?.kind === 'summary' ? summary : expect.unreachable('a plan without a summary');
}

const messages = ({ unknown }: Pick<CollectionResult, 'unknown'>) => unknown.map(({ message }) => message);
const TYPO = { symbols: ['BTCUSTD'] };

test('a symbol that the archive does not have is reported by name, before the plan, with the nearest name', async () => {
  const events: WorkflowEvent[] = [];
  const options = { onEvent: (event: WorkflowEvent) => void events.push(event) };
  const result = await new ArchiveCollectionWorkflow(config(TYPO), options).execute();
  const unknown = {
    market: 'spot',
    symbol: 'BTCUSTD',
    data_types: ['klines'],
    likely: 'BTCUSDT',
    message: 'BTCUSTD: no files in spot; did you mean BTCUSDT?',
  };
  expect(result).toMatchObject({
    status: 'completed',
    exit_code: 4,
    unknown: [unknown],
    success_rate: null,
    proved_files: 0,
    collection_stats: { total_tasks: 0, success_rate: null },
  });
  const kinds = events.map(({ kind }) => kind);
  expect(kinds.indexOf('unknown')).toBeGreaterThan(-1);
  expect(kinds.indexOf('unknown')).toBeLessThan(kinds.indexOf('planned'));
  const record = await openRecord(output);
  try {
    expect((await findRun(record, undefined)).result).toMatchObject({ exit_code: 4, unknown: [unknown] });
  } finally {
    await closeQuietly(record);
  }
  expect(await summaryOf(TYPO)).toMatchObject({ files: 0, unknown: [unknown] });
});

test('names are listed once, and only when something is unknown', async () => {
  const folders = () => simulator.requests.count({ operation: 'list', key: 'data/spot/daily/klines/' });
  await summaryOf();
  expect(folders()).toBe(0);
  const { unknown, files } = await summaryOf({ symbols: ['BTCUSDT', 'BTCUSTD', 'EHTUSDT', 'ZZZZZZZZZZ'] });
  expect(files).toBe(3);
  expect(unknown.map(({ symbol, likely }) => [symbol, likely])).toEqual([
    ['BTCUSTD', 'BTCUSDT'],
    ['EHTUSDT', 'ETHUSDT'],
    ['ZZZZZZZZZZ', null],
  ]);
  expect(folders()).toBe(1);
});

test('a name is unknown also where names cannot be listed, and by listing alone', async () => {
  simulator.faults.add({
    operation: 'list',
    key: 'data/spot/daily/klines/',
    fault: { kind: 'status', status: 403, code: 'AccessDenied' },
  });
  expect(messages(await summaryOf(TYPO))).toEqual(['BTCUSTD: no files in spot']);
  simulator.faults.clear();
  expect(messages(await summaryOf({ ...TYPO, planning: 'listing' }))).toEqual([
    'BTCUSTD: no files in spot; did you mean BTCUSDT?',
  ]);
});

test.each([
  ['unknown', TYPO, 4],
  ['missing', TYPO, 4],
  ['never', TYPO, 0],
  ['unknown', { symbols: ['BTCUSDT', 'BTCUSTD'] }, 4],
  ['unknown', {}, 0],
  ['missing', {}, 0],
])('with fail_on %s a run of %j ends with exit status %i', async (fail_on, more, exit_code) => {
  expect(await collect({ ...more, fail_on })).toMatchObject({ status: 'completed', exit_code });
});

test('a file that is absent is missing, and nothing is unknown', async () => {
  simulator.faults.add({ key: /07-02\.zip$/, fault: { kind: 'missing' } });
  expect(await collect()).toMatchObject({ exit_code: 0, unknown: [], proved_files: 2 });
  expect(await collect({ fail_on: 'missing' })).toMatchObject({ exit_code: 4, unknown: [] });
});

test('a failed file comes before what is unknown', async () => {
  simulator.faults.add({ key: /07-02\.zip$/, fault: { kind: 'status', status: 403 } });
  const more = { symbols: ['BTCUSDT', 'BTCUSTD'], task_retry_attempts: 0 };
  expect(await collect(more)).toMatchObject({ status: 'completed_with_failures', exit_code: 3 });
});

test.each([
  ['a market without the type', { data_types: ['fundingRate'] }, ['spot has no fundingRate']],
  [
    'a symbol of another market',
    { symbols: ['BTCUSD_PERP'] },
    ['BTCUSD_PERP: spot symbols have no _PERP; futures_cm symbols do; did you mean BTCUSDT?'],
  ],
  [
    'a pattern that fits nothing',
    { symbols: ['*XYZ'] },
    ['*XYZ: no symbol that is listed fits this pattern'],
  ],
  [
    'one type of two',
    { markets: ['futures_um'], symbols: ['BTCUSDT', 'XBTUSDT'], data_types: ['klines', 'trades'] },
    ['XBTUSDT: no files in futures_um; did you mean BTCUSDT?'],
  ],
  [
    'types of another market of the same request',
    { markets: ['spot', 'futures_um'], data_types: ['klines', 'fundingRate'] },
    [],
  ],
  [
    'symbols of another market of the same request',
    { markets: ['futures_um', 'futures_cm'], symbols: ['BTCUSDT', 'BTCUSD_PERP'] },
    [],
  ],
])('unknown is %s', async (_, more, said) => {
  expect(messages(await summaryOf(more))).toEqual(said);
});

test('by the matrix, a series is unknown once all of its files are absent and nothing of it is held', async () => {
  const planning = 'matrix';
  const result = await collect({ ...TYPO, planning });
  expect(result).toMatchObject({ status: 'completed', exit_code: 4, success_rate: null });
  expect(messages(result)).toEqual([
    expect.stringMatching(
      /^BTCUSTD: no klines 1h files in spot: .*none of its 3 files; names could not be checked/,
    ),
  ]);
  await collect({ planning });
  simulator.faults.add({ key: /07-04\.zip$/, fault: { kind: 'missing' } });
  const next = { planning, date_range: { start: '2025-07-04', end: '2025-07-04' } };
  expect(await collect(next)).toMatchObject({ exit_code: 0, unknown: [], success_rate: null });
});

test('proved files are those that are held and proved, also when nothing was fetched', async () => {
  simulator.faults.add({ key: /07-02\.zip\.CHECKSUM$/, fault: { kind: 'missing' } });
  expect(await collect()).toMatchObject({ proved_files: 2, metadata: { proved_files: 2 } });
  const again = await collect({ recheck: { listing_days: 0 } });
  expect(again).toMatchObject({ proved_files: 2, success_rate: 100 });
});
