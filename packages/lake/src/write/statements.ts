import type { Numbers, TableSchema } from '@tapehaul/tables';
import { columnType } from './column-types.ts';
import type { NewTableFile } from './table-writer.ts';

/** Rows of a group in a file: the default of DuckDB, written down since the bytes depend on it. */
const GROUP_ROWS = 122_880;

/** Makes a table in memory with the columns of a schema. */
export function createStatement(name: string, { columns }: TableSchema, numbers: Numbers): string {
  const list = columns.map((column) => {
    const { sql } = columnType(column, numbers);
    return `${identifier(column.name)} ${sql}${column.mayBeNull ? '' : ' NOT NULL'}`;
  });
  return `CREATE TABLE ${identifier(name)} (${list.join(', ')})`;
}

/** Writes a table to a file, in the order of its rows. Metadata is sorted by key, so that the same gives the same bytes. */
export function copyStatement(name: string, { path, metadata }: NewTableFile): string {
  const entries = Object.entries(metadata).sort(([one], [other]) => (one < other ? -1 : 1));
  const pairs = entries.map(([key, value]) => `${literal(key)}: ${literal(value)}`);
  const options = [
    'FORMAT parquet',
    'PARQUET_VERSION v2',
    'COMPRESSION zstd',
    `ROW_GROUP_SIZE ${GROUP_ROWS}`,
    // A temporary file beside the path would be one more to clean up: what fails is not to be used anyway.
    'USE_TMP_FILE false',
    ...(pairs.length === 0 ? [] : [`KV_METADATA {${pairs.join(', ')}}`]),
  ];
  return `COPY ${identifier(name)} TO ${literal(path)} (${options.join(', ')})`;
}

/** Removes a table, and what its rows took of memory. */
export function dropStatement(name: string): string {
  return `DROP TABLE IF EXISTS ${identifier(name)}`;
}

function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
