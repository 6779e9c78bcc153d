import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { TapehaulError } from '@tapehaul/errors';
import type { TableRows } from '../rows/table-rows.ts';
import { appendRows } from './append-rows.ts';
import { duckdbError } from './duckdb-error.ts';
import { type Duckdb, loadDuckdb } from './load-duckdb.ts';
import { copyStatement, createStatement, dropStatement } from './statements.ts';
import type { NewTableFile, TableWriter } from './table-writer.ts';

/** What a writer may use of this machine. */
export interface DuckdbWriterOptions {
  /** Absolute path of a folder for rows that do not fit into memory. It is made on first need. */
  readonly staging: string;
  /** Most memory that DuckDB takes for rows, in MiB; 512 by default. The rows of the caller come on top. */
  readonly memoryMib?: number;
  /** Threads that encode and compress; 1 by default. The bytes do not depend on it. */
  readonly threads?: number;
}

/** Rises with every change of this writer that changes files. */
const WRITER_VERSION = 1;

/**
 * A writer of Parquet files (version 2, zstd) through DuckDB, which is loaded now. Several tables may be written at once; each
 * takes memory of its own. Rejects with a TapehaulError `table_writer_missing` where DuckDB is not installed or does not run here,
 * and `table_failed` where it refuses the options.
 */
export async function duckdbWriter(options: DuckdbWriterOptions): Promise<TableWriter> {
  const duckdb = await loadDuckdb();
  const instance = await openInstance(duckdb, options).catch((error: unknown) => {
    throw new TapehaulError('table_failed', `DuckDB could not be started: ${String(error)}`, {
      cause: error,
    });
  });
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

/** A database in memory that reads and writes no file but those that it is given. */
function openInstance({ api }: Duckdb, options: DuckdbWriterOptions): Promise<DuckDBInstance> {
  const { staging, memoryMib = 512, threads = 1 } = options;
  return api.DuckDBInstance.create(':memory:', {
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    allow_persistent_secrets: 'false',
    memory_limit: `${memoryMib}MiB`,
    preserve_insertion_order: 'true',
    temp_directory: staging,
    threads: String(threads),
  });
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
}
