import type { SeriesParts } from '@tapehaul/archive';
import { type Numbers, tableSchema } from '@tapehaul/tables';
import { tableSeries } from '../build/order/table-series.ts';
import type { TableRows } from '../rows/table-rows.ts';
import { arrowData } from './arrow-data.ts';
import { arrowField } from './arrow-field.ts';
import { loadArrow } from './load-arrow.ts';

/** Rows of a record batch. */
const BATCH_ROWS = 10_000;

/** Turns rows into a stream in the IPC format of Apache Arrow: the schema, then record batches. */
export interface ArrowStream {
  /** The bytes of rows, a batch of some 10,000 at a time; the first ones begin with the schema. */
  batches(rows: TableRows): Generator<Uint8Array, void, void>;
  /** The bytes that end the stream; a stream without rows has a schema, too. Call it once. */
  end(): Uint8Array;
}

/**
 * Begins a stream of rows of a series, with the columns of its table in exact types. Rejects with a TapehaulError: `config_invalid` where
 * there is no table of such a series, `table_writer_missing` where the library is not installed.
 */
export async function openArrowStream(series: SeriesParts, numbers: Numbers): Promise<ArrowStream> {
  const { columns } = tableSchema(tableSeries(series).dataType);
  const arrow = await loadArrow();
  const fields = columns.map((column) => arrowField(arrow, column, numbers));
  const schema = new arrow.Schema(fields);
  const type = new arrow.Struct(fields);
  let chunks: Uint8Array[] = [];

  /** What the writer hands over is taken at once, so that nothing waits in a queue. */
  class Chunks extends arrow.AsyncByteQueue {
    override write(chunk: Uint8Array): void {
      chunks.push(chunk);
    }
  }
  const writer = new arrow.RecordBatchStreamWriter();
  writer.reset(new Chunks(), schema);

  function taken(): Uint8Array {
    const bytes = Buffer.concat(chunks);
    chunks = [];
    return bytes;
  }

  return {
    *batches(rows) {
      for (let first = 0; first < rows.count; first += BATCH_ROWS) {
        const end = Math.min(first + BATCH_ROWS, rows.count);
        const children = fields.map((field, at) => {
          const values = rows.columns[at];
          if (values === undefined) throw new RangeError(`rows without ${field.name}`);
          return arrowData(arrow, field.type, values, { first, end });
        });
        const data = arrow.makeData({ type, length: end - first, nullCount: 0, children });
        writer.write(new arrow.RecordBatch(schema, data));
        yield taken();
      }
    },
    end() {
      writer.finish();
      return taken();
    },
  };
}
