import { asDataType } from '../data-types.ts';
import { asMarket } from '../spec/markets.ts';
import { asInterval } from '../time/intervals.ts';
import { isDay, isMonth, PARTITIONS } from '../time/periods.ts';
import type { ArchiveObject, Series } from './object.ts';
import { asSeries, type SeriesParts } from './series.ts';

/** The parts of an object, as a record has them. */
export interface ObjectParts {
  readonly series: SeriesParts;
  readonly partition: string;
  readonly period: string;
}

/** The series with these parts; nothing where this version does not know one of them, or where they do not fit each other. */
export function knownSeries({ market, dataType, symbol, interval }: SeriesParts): Series | undefined {
  const [known, type, step] = [
    asMarket(market),
    asDataType(dataType),
    interval === null ? null : asInterval(interval),
  ];
  if (known === undefined || type === undefined || step === undefined) return undefined;
  return asSeries({ market: known, dataType: type, symbol, interval: step });
}

/** The object with these parts; nothing where {@link knownSeries} has no series, or the period is none of the partition. */
export function knownObject({ series, partition, period }: ObjectParts): ArchiveObject | undefined {
  const known = knownSeries(series);
  const of = PARTITIONS.find((name) => name === partition);
  if (known === undefined || of === undefined) return undefined;
  return (of === 'daily' ? isDay(period) : isMonth(period)) ? { ...known, partition: of, period } : undefined;
}
