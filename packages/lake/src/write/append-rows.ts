import { setImmediate as breathe } from 'node:timers/promises';
import type { DuckDBAppender } from '@duckdb/node-api';
import type { Duckdb } from '../parquet/load-duckdb.ts';
import type { TableRows } from '../rows/table-rows.ts';
import { checkColumns } from './check-columns.ts';
import { fillVector, VECTOR_ROWS } from './fill-vector.ts';

/** Chunks that are appended before other work of this thread has its turn: some ten milliseconds. */
const CHUNKS_AT_ONCE = 16;

/**
 * Appends rows to a table, a column of a chunk at a time. Rejects with a TapehaulError `internal` where values do not fit the
 * schema, and with the reason of the signal soon after it aborts.
 */
export async function appendRows(
  { api, bindings }: Duckdb,
  appender: DuckDBAppender,
  rows: TableRows,
  signal: AbortSignal,
): Promise<void> {
  checkColumns(rows);
  const chunk = api.DuckDBDataChunk.create(rows.columns.map((_, index) => appender.columnType(index)));
  for (let start = 0, count = 1; start < rows.count; start += VECTOR_ROWS, count += 1) {
    if (count % CHUNKS_AT_ONCE === 0) await breathe();
    signal.throwIfAborted();
    const end = Math.min(start + VECTOR_ROWS, rows.count);
    chunk.reset();
    chunk.rowCount = end - start;
    for (const [index, values] of rows.columns.entries()) {
      fillVector(bindings, bindings.data_chunk_get_vector(chunk.chunk, index), values, start, end);
    }
    appender.appendDataChunk(chunk);
  }
  appender.flushSync();
}
