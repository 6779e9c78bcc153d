import { randomUUID } from 'node:crypto';
import { open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { type Durability, makeDirectory } from '@tapehaul/downloader';
import { asTapehaulError, TapehaulError } from '@tapehaul/errors';
import { duckdbError } from './duckdb-error.ts';
import { type ExportColumn, exportExpression } from './export-column.ts';
import { type DuckdbWriterOptions, openDuckdb } from './open-duckdb.ts';
import { type StagedTable, stageFile } from './stage-file.ts';

/** What a Parquet file says of itself. */
export interface ParquetDescription {
  readonly rows: number;
  /** Its entries of key and value. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** A file to be made from the rows of others. */
export interface ParquetExport {
  /** Absolute paths of files of one table, in the order of their rows. */
  readonly files: readonly string[];
  readonly columns: readonly ExportColumn[];
  /** Kept in the file as key and value. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly durability: Durability;
}

/** Reads Parquet files, and makes other ones of them. */
export interface ParquetFiles {
  /**
   * What a file says of itself; undefined where it is no Parquet file or a broken one, or does not exist. Reads its end only. Rejects with the
   * TapehaulError of a fault of the file system, and soon once the signal aborts.
   */
  describe(path: string, signal: AbortSignal): Promise<ParquetDescription | undefined>;
  /**
   * Makes a file in the staging folder, in bounded memory. Rejects with a TapehaulError `disk_full`, `file_failed` or `table_failed`, and
   * soon once the signal aborts; no file is left then.
   */
  stage(order: ParquetExport, signal: AbortSignal): Promise<StagedTable>;
  close(): void;
}

/** What DuckDB says of files that it does not understand. */
const OF_CONTENT: ReadonlySet<TapehaulError['code']> = new Set(['table_failed', 'file_failed']);

/**
 * Opens what reads and makes Parquet files: DuckDB, which is loaded now. Rejects with a TapehaulError `table_writer_missing` where it is not
 * installed or does not run here.
 */
export async function openParquetFiles(options: DuckdbWriterOptions): Promise<ParquetFiles> {
  const { instance } = await openDuckdb(options);

  async function using<Result>(
    signal: AbortSignal,
    work: (connection: DuckDBConnection) => Promise<Result>,
  ): Promise<Result> {
    signal.throwIfAborted();
    const connection = await instance.connect();
    const interrupt = (): void => connection.interrupt();
    signal.addEventListener('abort', interrupt, { once: true });
    try {
      return await work(connection);
    } finally {
      signal.removeEventListener('abort', interrupt);
      connection.closeSync();
    }
  }

  return {
    async describe(path, signal) {
      if (!(await isFile(path))) return undefined;
      const file = literal(pattern(path));
      try {
        return await using(signal, async (connection) => {
          const rows = await connection.runAndReadAll(`SELECT num_rows FROM parquet_file_metadata(${file})`);
          const entries = await connection.runAndReadAll(
            `SELECT decode(key), decode(value) FROM parquet_kv_metadata(${file})`,
          );
          return {
            rows: Number(rows.getRows()[0]?.[0] ?? 0),
            metadata: Object.fromEntries(
              entries.getRows().map(([key, value]) => [String(key), String(value)]),
            ),
          };
        });
      } catch (thrown) {
        const error = duckdbError(thrown, path, signal);
        if (!OF_CONTENT.has(error.code)) throw error;
        // DuckDB says of some broken files, too, that they cannot be read.
        await requireReadable(path);
        return undefined;
      }
    },
    async stage({ files, columns, metadata, durability }, signal) {
      const { staging } = options;
      const path = join(staging, `${randomUUID()}.parquet`);
      await makeDirectory(staging);
      return stageFile(path, durability, signal, async () => {
        try {
          await using(signal, (connection) => connection.run(copyOf(files, columns, metadata, path)));
        } catch (thrown) {
          throw duckdbError(thrown, path, signal);
        }
      });
    },
    close: () => instance.closeSync(),
  };
}

function copyOf(
  files: readonly string[],
  columns: readonly ExportColumn[],
  metadata: ParquetExport['metadata'],
  path: string,
): string {
  if (files.length === 0) throw new TapehaulError('internal', 'there is no file to make another one of');
  const list = files.map((file) => literal(pattern(file))).join(', ');
  const rows = `SELECT ${columns.map(exportExpression).join(', ')} FROM read_parquet([${list}], hive_partitioning = false, union_by_name = true)`;
  const pairs = Object.entries(metadata).map(([key, value]) => `${literal(key)}: ${literal(value)}`);
  // Version 1 of Parquet, which every reader takes.
  const form = `FORMAT parquet, COMPRESSION zstd, USE_TMP_FILE false, KV_METADATA {${pairs.join(', ')}}`;
  return `COPY (${rows}) TO ${literal(path)} (${form})`;
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch (thrown) {
    const error = asTapehaulError(thrown);
    if (error.facts.errno === 'ENOENT' || error.facts.errno === 'ENOTDIR') return false;
    throw error;
  }
}

/** Rejects with a TapehaulError unless this process can read the file. */
async function requireReadable(path: string): Promise<void> {
  try {
    const file = await open(path, 'r');
    try {
      await file.read(Buffer.alloc(1), 0, 1, 0);
    } finally {
      await file.close();
    }
  } catch (thrown) {
    throw asTapehaulError(thrown);
  }
}

/** A path in which no sign is a wildcard. */
function pattern(path: string): string {
  return path.replaceAll('\\', '/').replace(/[*?[]/g, '[$&]');
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
