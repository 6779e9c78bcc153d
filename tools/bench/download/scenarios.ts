import { quarterHours } from '@tapehaul/testkit/content';
import type { CorpusSpec } from './corpus.ts';
import { LARGE_SCENARIOS } from './large-scenarios.ts';
import { awsSync, rcloneCopy, s5cmdBatches, s5cmdRun } from './peers.ts';
import type { Scenario } from './scenario.ts';
import { gatewayWith, simulatorWith } from './server.ts';
import { tapehaul } from './tapehaul.ts';

const candles = (name: string, days: number): CorpusSpec => ({
  name,
  symbols: ['BTCUSDT', 'ETHUSDT', 'BNBUSDT', 'ADAUSDT', 'XRPUSDT'],
  series: (symbol) => ({ market: 'spot', dataType: 'klines', symbol, interval: '15m' }),
  first: '2022-07-01',
  days,
  objectBytes: 5_700,
  content: quarterHours,
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

/** The comparisons, in the order in which they run. */
export const SCENARIOS: readonly Scenario[] = [small, second, ...LARGE_SCENARIOS, latency];

/** The scenario with that part of its objects only, for trying the benchmark out. */
export function shareOf(scenario: Scenario, share: number): Scenario {
  if (share === 1) return scenario;
  const days = Math.max(1, Math.round(scenario.corpus.days * share));
  const corpus = { ...scenario.corpus, name: `${scenario.corpus.name}-${days}-days`, days };
  return { ...scenario, title: `${scenario.title} (a share of ${share} of them)`, corpus };
}
