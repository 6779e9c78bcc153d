import { dataTypeSpec } from '../data-types.ts';
import { intervalSeconds } from '../time/intervals.ts';
import type { ArchiveObject } from './object.ts';

const DAY_SECONDS = 86_400;
const MONTH_DAYS = 30;

/**
 * Size in bytes that an object of a busy symbol typically has: a guess for forecasts where no listing gives
 * the true size, high for most symbols.
 */
export function typicalBytes({ dataType, interval, partition }: ArchiveObject): number {
  const { size } = dataTypeSpec(dataType);
  const days = partition === 'daily' ? 1 : MONTH_DAYS;
  if (size.kind === 'day') return days * size.bytes;
  const seconds = (interval === null ? undefined : intervalSeconds(interval)) ?? MONTH_DAYS * DAY_SECONDS;
  return size.fileBytes + Math.ceil((days * DAY_SECONDS) / seconds) * size.bytes;
}
