import { type DataType, dataTypeSpec } from './data-types.ts';
import type { HeaderRule, TimeRule, TimeUnit } from './spec/csv-rules.ts';
import type { Market } from './spec/markets.ts';

/** Columns of the CSV inside an object, and how it writes time. */
export interface CsvFormat {
  /** Names of the columns, in order; their types and units stand in the spec of the data type. */
  readonly columns: readonly string[];
  /** Whether the first line names the columns. Readers should decide from the first byte of a real file. */
  readonly header: boolean;
  readonly time: TimeUnit;
}

/**
 * The CSV format of the objects of a period, a day or a month: columns by type and market, the header and the time
 * unit by age too. Column names of headerless spot files are those of futures files. Undefined where the market never
 * had the type.
 */
export function csvFormat(market: Market, dataType: DataType, period: string): CsvFormat | undefined {
  const spec = dataTypeSpec(dataType).markets[market];
  if (spec === null) return undefined;
  const firstDay = period.length === 'YYYY-MM'.length ? `${period}-01` : period;
  return {
    columns: spec.columns.map(({ name }) => name),
    header: hasHeader(spec.header, firstDay),
    time: unitOf(spec.times, firstDay),
  };
}

function hasHeader({ from }: HeaderRule, firstDay: string): boolean {
  return from === 'always' || (from !== 'never' && firstDay >= from);
}

function unitOf({ unit, later }: TimeRule, firstDay: string): TimeUnit {
  return later !== null && firstDay >= later.from ? later.unit : unit;
}
