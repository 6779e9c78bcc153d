import {
  asDataType,
  fileName,
  INTERVALS,
  isCandleType,
  MARKET_PREFIX,
  MARKETS,
  type Market,
  PARTITIONS,
  type Partition,
  type Series,
  sidecarKey,
} from '@tapehaul/archive';
import { compareKeys } from '../folder/key-order.ts';
import type { SyntheticObjects } from './synthetic-objects.ts';

/** Names in one folder of the synthetic archive, in key order; folders end with a slash. */
export function syntheticChildren(holdings: SyntheticObjects, folder: string): Iterable<string> {
  const market = MARKETS.find((candidate) => folder.startsWith(`${MARKET_PREFIX[candidate]}/`));
  if (market === undefined) return folders(stepsTowardsMarkets(folder));
  const steps = folder.slice(MARKET_PREFIX[market].length + 1, -1);
  return namesInMarket(holdings, market, steps === '' ? [] : steps.split('/'));
}

function namesInMarket(
  holdings: SyntheticObjects,
  market: Market,
  steps: readonly string[],
): Iterable<string> {
  const [partitionName, typeName, symbol, layer, ...deeper] = steps;
  if (partitionName === undefined) return folders(holdings.rows(market).map((row) => row.partition));
  const partition = PARTITIONS.find((candidate) => candidate === partitionName);
  if (partition === undefined) return [];
  if (typeName === undefined) return folders(holdings.rows(market, partition).map((row) => row.dataType));
  const dataType = asDataType(typeName);
  if (dataType === undefined || deeper.length > 0) return [];
  if (symbol === undefined) return folders(holdings.symbols(market, dataType));
  if (!isCandleType(dataType)) {
    return layer === undefined
      ? fileNames(holdings, { market, dataType, symbol, interval: null }, partition)
      : [];
  }
  if (layer === undefined) {
    return folders(holdings.rows(market, partition, dataType).flatMap((row) => row.intervals ?? []));
  }
  const interval = INTERVALS.find((candidate) => candidate === layer);
  return interval === undefined ? [] : fileNames(holdings, { market, dataType, symbol, interval }, partition);
}

/** Each object and, sorting right behind it, its sidecar. */
function* fileNames(holdings: SyntheticObjects, series: Series, partition: Partition): Generator<string> {
  for (const period of holdings.periods(series, partition)) {
    const name = fileName({ ...series, partition, period });
    yield name;
    yield sidecarKey(name);
  }
}

function stepsTowardsMarkets(folder: string): string[] {
  return MARKETS.map((market) => `${MARKET_PREFIX[market]}/`)
    .filter((prefix) => prefix.startsWith(folder))
    .map((prefix) => prefix.slice(folder.length).split('/')[0] ?? '');
}

function folders(names: readonly string[]): string[] {
  return [...new Set(names)].map((name) => `${name}/`).sort(compareKeys);
}
