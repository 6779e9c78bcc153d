import { deflatedTrades } from '@tapehaul/testkit/content';
import type { CorpusSpec } from './corpus.ts';
import { awsSync, rcloneCopy, s5cmdRun, s5cmdWildcard } from './peers.ts';
import type { Goal, Scenario } from './scenario.ts';
import { gatewayWith } from './server.ts';
import { tapehaul } from './tapehaul.ts';

/** Days of trades in zips of that many megabytes, deflated as in the archive. */
export function deflatedDays(megabytes: number, symbols: readonly string[], days: number): CorpusSpec {
  const objectBytes = megabytes * 1e6;
  return {
    name: `trades-${megabytes}-mb-${symbols.length}x${days}`,
    symbols,
    series: (symbol) => ({ market: 'spot', dataType: 'trades', symbol, interval: null }),
    first: '2024-01-01',
    days,
    objectBytes,
    content: deflatedTrades(objectBytes),
  };
}

const toRclone: Goal = { ours: 'tapehaul auto', peer: 'rclone copy', atMost: 1.2 };
const toChecked: Goal = { ours: 'tapehaul auto', peer: 's5cmd cp, then sha256sum -c', atMost: 1 };

/** Files of the shape of real ones, against what moves bytes alone and what a careful person runs to have them checked. */
const days: Scenario = {
  name: 'days',
  title: '30 objects of 17 MB, deflated trades, and their sidecars, versitygw on loopback',
  rounds: 5,
  folders: 'removed',
  corpus: deflatedDays(17, ['BTCUSDT', 'ETHUSDT'], 15),
  serve: gatewayWith,
  contenders: ({ s5cmd, rclone, aws }) => [
    tapehaul({ engine: 'auto', s5cmd, watched: true }),
    tapehaul({ engine: 'auto', s5cmd, watched: true, proof: 'deep' }),
    tapehaul({ engine: 's3', s5cmd, watched: true }),
    tapehaul({ engine: 's5cmd', s5cmd, watched: true }),
    rcloneCopy(rclone),
    s5cmdRun(s5cmd),
    s5cmdWildcard(s5cmd),
    s5cmdWildcard(s5cmd, { sums: true }),
    awsSync(aws),
  ],
  goals: [toRclone, { ...toRclone, figure: 'CPU' }, toChecked],
};

const large: Scenario = {
  ...days,
  name: 'large',
  title: '20 objects of 200 MB, deflated trades, and their sidecars, versitygw on loopback',
  corpus: deflatedDays(200, ['BTCUSDT'], 20),
};

const months: Scenario = {
  ...days,
  name: 'months',
  title: '4 objects of 500 MB, deflated trades, and their sidecars, versitygw on loopback',
  corpus: deflatedDays(500, ['BTCUSDT'], 4),
};

/** The comparisons with large objects, the smallest first. */
export const LARGE_SCENARIOS: readonly Scenario[] = [days, large, months];
