import type { DataType, Interval } from '@tapehaul/archive';
import { FACTS_OF_TABLES } from '../facts/facts-of-tables.ts';
import type { Grain } from '../facts/table-facts.ts';

/**
 * Which span the files of a table have: a day where a day of a busy symbol has many rows, else a month. Candles of one second
 * have a file a day, with 86,400 rows; longer ones a file a month. The interval is null for types without one.
 */
export function grainOf(dataType: DataType, interval: Interval | null): Grain {
  return interval === '1s' ? 'day' : FACTS_OF_TABLES[dataType].grain;
}
