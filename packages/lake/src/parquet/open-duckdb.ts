import type { DuckDBInstance } from '@duckdb/node-api';
import { TapehaulError } from '@tapehaul/errors';
import { type Duckdb, loadDuckdb } from './load-duckdb.ts';

/** What DuckDB may use of this machine. */
export interface DuckdbWriterOptions {
  /** Absolute path of a folder for rows that do not fit into memory. It is made on first need. */
  readonly staging: string;
  /** Most memory that DuckDB takes for rows, in MiB; 512 by default. The rows of the caller come on top. */
  readonly memoryMib?: number;
  /** Threads that encode and compress; 1 by default. The bytes do not depend on it. */
  readonly threads?: number;
}

/** DuckDB, and a database in memory. */
export interface OpenDuckdb {
  readonly duckdb: Duckdb;
  readonly instance: DuckDBInstance;
}

/**
 * Loads DuckDB, and opens a database in memory that reads and writes no file but those that it is given. Rejects with a TapehaulError
 * `table_writer_missing` where DuckDB is not installed or does not run here, and `table_failed` where it refuses the options.
 */
export async function openDuckdb({
  staging,
  memoryMib = 512,
  threads = 1,
}: DuckdbWriterOptions): Promise<OpenDuckdb> {
  const duckdb = await loadDuckdb();
  const options = {
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    allow_persistent_secrets: 'false',
    memory_limit: `${memoryMib}MiB`,
    preserve_insertion_order: 'true',
    temp_directory: staging,
    threads: String(threads),
  };
  try {
    return { duckdb, instance: await duckdb.api.DuckDBInstance.create(':memory:', options) };
  } catch (cause) {
    throw new TapehaulError('table_failed', `DuckDB could not be started: ${String(cause)}`, { cause });
  }
}
