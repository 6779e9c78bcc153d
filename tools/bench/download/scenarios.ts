import { deflatedTrades, quarterHours, storedBytes } from '@tapehaul/testkit/content';
import type { CorpusSpec } from './corpus.ts';
import { awsSync, rcloneCopy, s5cmdBatches, s5cmdRun, s5cmdWildcard } from './peers.ts';
import type { Scenario } from './scenario.ts';
import { gatewayWith, simulatorWith } from './server.ts';
import { tapehaul } from './tapehaul.ts';

const candles = (name: string, days: number): CorpusSpec => ({
  name,
  symbols: ['BTCUSDT', 'ETHUSDT', 'BNBUSDT', 'ADAUSDT', 'XRPUSDT'],
  series: (symbol) => ({ market: 'spot', dataType: 'klines', symbol, interval: '15m' }),
  first: '2022-07-01',
  days,
  content: quarterHours,
});

const trades: CorpusSpec = {
  name: 'large',
  symbols: ['BTCUSDT'],
  series: (symbol) => ({ market: 'spot', dataType: 'trades', symbol, interval: null }),
  first: '2025-01-01',
  days: 20,
  content: storedBytes(200_000_000),
};

const deflated = (name: string, symbols: readonly string[], days: number, bytes: number): CorpusSpec => ({
  ...trades,
  name,
  symbols,
  days,
  content: deflatedTrades(bytes),
});

const small: Scenario = {
  name: 'small',
  title: '5,000 small objects and their sidecars, versitygw on loopback',
  rounds: 5,
  folders: 'fresh',
  corpus: candles('small', 1_000),
  serve: gatewayWith,
  contenders: ({ s5cmd, rclone, aws }) => [
    tapehaul({ engine: 'auto', s5cmd }),
    tapehaul({ engine: 's5cmd', s5cmd }),
    s5cmdRun(s5cmd),
    s5cmdBatches(s5cmd),
    rcloneCopy(rclone),
    awsSync(aws),
  ],
  goals: [
    { ours: 'tapehaul auto', peer: 'rclone copy', atMost: 1 },
    { ours: 'tapehaul auto', peer: 's5cmd run', atMost: 1 / 3 },
    { ours: 'tapehaul auto', peer: 's5cmd run, small batches', atMost: 1 / 5 },
    { ours: 'tapehaul s5cmd', peer: 's5cmd run', atMost: 1.1 },
  ],
};

const second: Scenario = {
  ...small,
  name: 'second',
  title: 'a second run over 5,000 small objects that are all in place, versitygw on loopback',
  folders: 'kept',
  contenders: ({ s5cmd, rclone }) => [
    tapehaul({ engine: 'auto', s5cmd, expect: 'cached' }),
    tapehaul({ engine: 's5cmd', s5cmd, expect: 'cached' }),
    rcloneCopy(rclone, '--fast-list', '--size-only'),
  ],
  goals: [{ ours: 'tapehaul auto', peer: 'rclone copy --fast-list --size-only', atMost: 0.5 }],
};

const large: Scenario = {
  name: 'large',
  title: '20 objects of 200 MB and their sidecars, versitygw on loopback',
  rounds: 3,
  folders: 'removed',
  corpus: trades,
  serve: gatewayWith,
  contenders: ({ s5cmd, rclone }) => [
    tapehaul({ engine: 'auto', s5cmd }),
    tapehaul({ engine: 's5cmd', s5cmd }),
    s5cmdRun(s5cmd),
    rcloneCopy(rclone),
  ],
  goals: [
    { ours: 'tapehaul auto', peer: 's5cmd run', atMost: 1.1 },
    { ours: 'tapehaul s5cmd', peer: 's5cmd run', atMost: 1.1 },
  ],
};

const latency: Scenario = {
  name: 'latency',
  title: '2,000 small objects and their sidecars, each answer 100 ms late, archive simulator',
  rounds: 5,
  folders: 'fresh',
  corpus: candles('latency', 400),
  serve: (corpus) => simulatorWith(corpus, 100),
  contenders: ({ s5cmd }) => [tapehaul({ engine: 'auto', s5cmd }), s5cmdRun(s5cmd)],
  goals: [{ ours: 'tapehaul auto', peer: 's5cmd run', atMost: 0.5 }],
};

/** Real-shaped files, at each depth of proof and against what a careful person would run instead. */
const days: Scenario = {
  name: 'days',
  title: '30 objects of 17 MB, deflated trades, and their sidecars, versitygw on loopback',
  rounds: 5,
  folders: 'removed',
  corpus: deflated('deflated-17', ['BTCUSDT', 'ETHUSDT'], 15, 16_000_000),
  serve: gatewayWith,
  contenders: ({ s5cmd, rclone, aws }) => [
    tapehaul({ engine: 'auto', s5cmd }),
    tapehaul({ engine: 'auto', s5cmd, proof: 'deep' }),
    tapehaul({ engine: 's3', s5cmd }),
    rcloneCopy(rclone),
    s5cmdRun(s5cmd),
    s5cmdWildcard(s5cmd),
    s5cmdWildcard(s5cmd, { sums: true }),
    awsSync(aws),
  ],
  goals: [
    { ours: 'tapehaul auto', peer: 'rclone copy', atMost: 1.2 },
    { ours: 'tapehaul auto', peer: 's5cmd cp, then sha256sum -c', atMost: 1 },
  ],
};

const months: Scenario = {
  ...days,
  name: 'months',
  title: '4 objects of 500 MB, deflated trades, and their sidecars, versitygw on loopback',
  rounds: 3,
  corpus: deflated('deflated-500', ['BTCUSDT'], 4, 498_000_000),
};

/** The comparisons, in the order in which they run. */
export const SCENARIOS: readonly Scenario[] = [small, second, large, days, months, latency];

/** The scenario with that part of its objects only, for trying the benchmark out. */
export function shareOf(scenario: Scenario, share: number): Scenario {
  if (share === 1) return scenario;
  const days = Math.max(1, Math.round(scenario.corpus.days * share));
  const corpus = { ...scenario.corpus, name: `${scenario.corpus.name}-${days}-days`, days };
  return { ...scenario, title: `${scenario.title} (a share of ${share} of them)`, corpus };
}
