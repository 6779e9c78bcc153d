import type { DuckDBConnection } from '@duckdb/node-api';
import { TapehaulError } from '@tapehaul/errors';
import { duckdbError } from '../parquet/duckdb-error.ts';
import type { Duckdb } from '../parquet/load-duckdb.ts';
import { type DuckdbWriterOptions, openDuckdb } from '../parquet/open-duckdb.ts';
import type { TableRows } from '../rows/table-rows.ts';
import { appendRows } from './append-rows.ts';
import { copyStatement, createStatement, dropStatement } from './statements.ts';
import type { NewTableFile, TableWriter } from './table-writer.ts';

/** Rises with every change of this writer that changes files. */
const WRITER_VERSION = 2;

/**
 * A writer of Parquet files (version 2, zstd) through DuckDB, which is loaded now. Several tables may be written at once; each
 * takes memory of its own. Rejects with a TapehaulError `table_writer_missing` where DuckDB is not installed or does not run here,
 * and `table_failed` where it refuses the options.
 */
export async function duckdbWriter(options: DuckdbWriterOptions): Promise<TableWriter> {
  const { duckdb, instance } = await openDuckdb(options);
  let count = 0;
  let isClosed = false;
  const inProgress = new Set<Promise<void>>();

  async function write(rows: TableRows, file: NewTableFile, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const name = `rows_${++count}`;
    const connection = await instance.connect();
    const interrupt = (): void => connection.interrupt();
    signal.addEventListener('abort', interrupt, { once: true });
    try {
      await writeTable(duckdb, connection, name, rows, file, signal);
    } finally {
      signal.removeEventListener('abort', interrupt);
      await connection.run(dropStatement(name)).catch(() => {});
      connection.closeSync();
    }
  }

  return {
    version: `duckdb ${duckdb.api.version().replace(/^v/, '')} v${WRITER_VERSION}`,
    async write(rows, file, signal) {
      if (isClosed) throw new TapehaulError('internal', 'the table writer is closed');
      const writing = write(rows, file, signal);
      inProgress.add(writing);
      try {
        await writing;
      } catch (error) {
        throw duckdbError(error, file.path, signal);
      } finally {
        inProgress.delete(writing);
      }
    },
    async close() {
      if (isClosed) return;
      isClosed = true;
      await Promise.allSettled(inProgress);
      instance.closeSync();
    },
  };
}

async function writeTable(
  duckdb: Duckdb,
  connection: DuckDBConnection,
  name: string,
  rows: TableRows,
  file: NewTableFile,
  signal: AbortSignal,
): Promise<void> {
  await connection.run(createStatement(name, rows.schema, rows.numbers));
  const appender = await connection.createAppender(name);
  try {
    await appendRows(duckdb, appender, rows, signal);
  } finally {
    appender.closeSync();
  }
  signal.throwIfAborted();
  await connection.run(copyStatement(name, file));
  // An interrupt that comes before the statement has begun has no effect on it.
  signal.throwIfAborted();
}
