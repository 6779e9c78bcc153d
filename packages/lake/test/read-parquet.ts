import { readFile } from 'node:fs/promises';
import { zstdDecompressSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { type FileMetaData, parquetMetadata, parquetReadObjects } from 'hyparquet';

/** Rows of a file as hyparquet reads them, with times as microseconds since 1970 UTC. */
export async function readByHyparquet(path: string): Promise<Record<string, unknown>[]> {
  return parquetReadObjects({
    file: await bufferOf(path),
    compressors: { ZSTD: (input) => zstdDecompressSync(input) },
    parsers: { timestampFromMicroseconds: (micros: bigint) => micros as unknown as Date },
  });
}

/** What a file says of itself. */
export async function metadataOf(path: string): Promise<FileMetaData> {
  return parquetMetadata(await bufferOf(path));
}

async function bufferOf(path: string): Promise<ArrayBuffer> {
  return Uint8Array.from(await readFile(path)).buffer;
}

/** Rows of a query of a DuckDB of its own, whose time zone is far from UTC; `FILE` is the file. */
export async function readByDuckdb(path: string, query: string): Promise<unknown[][]> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    await connection.run("SET TimeZone = 'Asia/Tokyo'");
    const file = `read_parquet('${path.replaceAll("'", "''")}', file_row_number = true)`;
    return (await connection.runAndReadAll(query.replace('FILE', file))).getRowsJS() as unknown[][];
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
