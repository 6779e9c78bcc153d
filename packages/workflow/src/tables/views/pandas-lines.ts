import { pandasStorage, type TablesBucket } from './bucket-lines.ts';
import type { BuiltTable } from './built-table.ts';
import { hasSide } from './duckdb-views.ts';
import { pythonText } from './python-text.ts';

/**
 * Lines of Python that read the first series of each table, since pandas reads all rows into memory; the filters are to be changed. `folder` is the
 * absolute path, or the address, of the folder of all tables. pyarrow is needed, for a bucket also s3fs.
 */
export function pandasLines(
  tables: readonly BuiltTable[],
  folder: string,
  bucket?: TablesBucket,
): readonly string[] {
  const storage = bucket === undefined ? '' : `\nstorage = ${pandasStorage(bucket)}`;
  const head = `import pandas as pd\n\ntables = ${pythonText(folder.replaceAll('\\', '/'))}${storage}`;
  const isInBucket = bucket !== undefined;
  return [head, ...tables.flatMap((table) => [frame(table, isInBucket), ...more(table)])];
}

function frame({ name, series: [{ series }, ...others] }: BuiltTable, isInBucket: boolean): string {
  const { market, symbol, interval } = series;
  const filters = Object.entries({ market, symbol, ...(interval === null ? {} : { interval }) }).map(
    ([key, value]) => `("${key}", "==", ${pythonText(value)})`,
  );
  const about = others.length === 0 ? '' : `# one of ${others.length + 1} series\n`;
  return `${about}${name} = pd.read_parquet(\n    tables + "/${name}", filters=[${filters.join(', ')}]${isInBucket ? ', storage_options=storage' : ''}\n)`;
}

function more(table: BuiltTable): string[] {
  if (table.name === 'klines') {
    return ['ohlcv = klines.set_index("open_time")[["open", "high", "low", "close", "volume"]]'];
  }
  if (!hasSide(table)) return [];
  return [`${table.name}["side"] = ${table.name}["is_buyer_maker"].map({True: "sell", False: "buy"})`];
}
