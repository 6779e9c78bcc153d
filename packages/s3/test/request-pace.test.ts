import { startSimulator, syntheticSource } from '@tapehaul/archive-simulator';
import { expect, test } from 'vitest';
import { objectHeads, probeSource, requestPace, s3Engine, s3Listing } from '../src/index.ts';
import { paceBy } from '../src/pace/request-pace.ts';
import { SIGNAL } from './own-server.ts';
import { SteppedClock } from './stepped-clock.ts';

const KEY = 'data/spot/daily/klines/BTCUSDT/1h/BTCUSDT-1h-2025-07-01.zip';

test('one pace counts every request that is sent to the source, whatever sends it', async () => {
  await using simulator = await startSimulator({ source: syntheticSource({ maxRows: 20_000 }) });
  const { url: endpoint, bucket } = simulator;
  const own = requestPace(1_000_000);
  let turns = 0;
  const pace = {
    turn: (signal: AbortSignal): Promise<void> => {
      turns += 1;
      return own.turn(signal);
    },
  };
  const source = { endpoint, bucket, region: 'r', style: 'path', prefix: '' } as const;
  const options = { ...source, timeoutSeconds: 5, pace, signal: SIGNAL };
  const listing = s3Listing({ ...options, concurrency: 2 });
  const heads = objectHeads({ ...source, timeoutSeconds: 5, pace });
  const engine = s3Engine({ ...source, pace, splitAbove: 1_000, partBytes: 500 });
  const sent = async (work: () => Promise<unknown>): Promise<number> => {
    simulator.requests.clear();
    turns = 0;
    await work();
    const requests = simulator.requests.count();
    expect(turns).toBe(requests);
    return requests;
  };
  const get = (more: object = {}) =>
    engine.get({ key: KEY, path: '/nowhere', inMemoryUpTo: 1e6, ...more }, SIGNAL);
  try {
    expect(await sent(() => probeSource({ ...options, key: KEY }))).toBe(1);
    expect(
      await sent(() => probeSource({ ...options, style: 'none', key: KEY }).catch(() => {})),
    ).toBeGreaterThan(0);
    expect(await sent(() => listing.folders('data/spot/daily/klines/'))).toBeGreaterThan(0);
    expect(await sent(() => heads.head(KEY, SIGNAL))).toBe(1);
    expect(await sent(() => get())).toBeGreaterThan(0);
    expect(await sent(() => get({ versionOnly: true }))).toBe(1);
  } finally {
    listing.close();
    await heads.close();
    await engine.close();
  }
});

test('a pace that is changed keeps to its new rate from the next turn on', async () => {
  const clock = new SteppedClock();
  const pace = paceBy(10, clock);
  const at: number[] = [];
  const turns = async (): Promise<void> => {
    for (let turn = 0; turn < 3; turn += 1) {
      await pace.turn(SIGNAL);
      at.push(clock.now());
    }
  };
  const first = turns();
  await clock.runOut();
  await first;
  pace.keepTo(1);
  const second = turns();
  await clock.runOut();
  await second;
  expect(at).toEqual([0, 100, 200, 300, 1_300, 2_300]);
});
