import type { Numbers, TableSchema } from '@tapehaul/tables';
import { type RowCells, WORDS } from '../parse/row-cells.ts';
import { columnWidth } from './column-layout.ts';
import type { ColumnValues, FixedValues, TableRows } from './table-rows.ts';

/** Rows of a block. The first one begins smaller, since most days are small, and grows by a factor that leads to a whole one. */
const BLOCK_ROWS = 2 ** 16;
const FIRST_ROWS = 2 ** 6;
const GROWTH = 2 ** 2;

interface FixedColumn {
  readonly column: number;
  readonly width: FixedValues['width'];
  /** Blocks that are full. */
  full: Uint8Array<ArrayBuffer>[];
  block: Uint8Array<ArrayBuffer>;
  /** The memory of the block in the unit that values are copied by. */
  units: Int32Array | Int16Array | Uint8Array;
  /** One byte a row where values may be missing: 1 for a row without one. */
  readonly nulls: FixedColumn | null;
  hasNull: boolean;
}

interface TextColumn {
  readonly column: number;
  readonly texts: (string | null)[];
}

/** Rows that come one by one, in the layout of {@link TableRows}. */
export class GrowingRows {
  readonly #schema: TableSchema;
  readonly #numbers: Numbers;
  readonly #eights: FixedColumn[] = [];
  readonly #others: FixedColumn[] = [];
  readonly #nullable: FixedColumn[];
  readonly #fixed: FixedColumn[];
  readonly #texts: TextColumn[] = [];
  #blockRows = FIRST_ROWS;
  /** Rows in full blocks, and in the one that is filled. */
  #fullRows = 0;
  #rows = 0;

  constructor(schema: TableSchema, numbers: Numbers) {
    this.#schema = schema;
    this.#numbers = numbers;
    for (const [column, of] of schema.columns.entries()) {
      const width = columnWidth(of, numbers);
      if (width === null) {
        this.#texts.push({ column, texts: [] });
        continue;
      }
      const nulls = of.mayBeNull ? emptyColumn(column, 1, null) : null;
      (width === 8 ? this.#eights : this.#others).push(emptyColumn(column, width, nulls));
    }
    const fixed = [...this.#eights, ...this.#others];
    this.#nullable = fixed.filter(({ nulls }) => nulls !== null);
    this.#fixed = [...fixed, ...fixed.flatMap(({ nulls }) => nulls ?? [])];
  }

  get count(): number {
    return this.#fullRows + this.#rows;
  }

  /** Takes a copy of the row in the cells. */
  append({ words, nulls, texts }: RowCells): void {
    if (this.#rows === this.#blockRows) this.#makeRoom();
    const row = this.#rows++;
    for (const { column, units } of this.#eights) {
      units[row * 2] = words[column * WORDS] ?? 0;
      units[row * 2 + 1] = words[column * WORDS + 1] ?? 0;
    }
    for (const { column, width, units } of this.#others) {
      const first = column * WORDS;
      if (width === 16) {
        for (let word = 0; word < WORDS; word++) units[row * WORDS + word] = words[first + word] ?? 0;
      } else {
        // What is narrower than a word keeps its low bytes.
        units[row] = words[first] ?? 0;
      }
    }
    for (const of of this.#nullable) {
      const isNull = nulls[of.column] ?? 0;
      if (isNull === 1) of.hasNull = true;
      if (of.nulls !== null) of.nulls.units[row] = isNull;
    }
    for (const of of this.#texts) of.texts.push(texts[of.column] ?? null);
  }

  /** The rows in the order in which they came. These ones are empty afterwards. */
  takeRows(): TableRows {
    const { count } = this;
    const columns: ColumnValues[] = [];
    for (const of of [...this.#eights, ...this.#others]) {
      const nulls = of.hasNull && of.nulls !== null ? takeBytes(of.nulls, count) : null;
      columns[of.column] = { width: of.width, data: takeBytes(of, count), nulls };
    }
    for (const { column, texts } of this.#texts) columns[column] = { texts: texts.splice(0) };
    this.#fullRows = 0;
    this.#rows = 0;
    return { schema: this.#schema, numbers: this.#numbers, count, columns };
  }

  #makeRoom(): void {
    if (this.#blockRows < BLOCK_ROWS) {
      this.#blockRows *= GROWTH;
      for (const of of this.#fixed) setBlock(of, of.block.buffer.transfer(this.#blockRows * of.width));
      return;
    }
    for (const of of this.#fixed) {
      of.full.push(of.block);
      setBlock(of, new ArrayBuffer(BLOCK_ROWS * of.width));
    }
    this.#fullRows += this.#rows;
    this.#rows = 0;
  }
}

function emptyColumn(column: number, width: FixedValues['width'], nulls: FixedColumn | null): FixedColumn {
  const block = new Uint8Array(FIRST_ROWS * width);
  return { column, width, full: [], block, units: unitsOf(block.buffer, width), nulls, hasNull: false };
}

function setBlock(of: FixedColumn, memory: ArrayBuffer): void {
  of.block = new Uint8Array(memory);
  of.units = unitsOf(memory, of.width);
}

function unitsOf(memory: ArrayBuffer, width: number): Int32Array | Int16Array | Uint8Array {
  if (width === 1) return new Uint8Array(memory);
  return width === 2 ? new Int16Array(memory) : new Int32Array(memory);
}

/** All values in one piece. Blocks are given up one by one, so that one column at a time is in memory twice. */
function takeBytes(of: FixedColumn, rows: number): Uint8Array {
  if (of.full.length === 0) return of.block;
  const bytes = new Uint8Array(rows * of.width);
  let at = 0;
  for (const block of of.full) {
    bytes.set(block, at);
    at += block.length;
    // Memory is given back at once, not by the garbage collector some time.
    block.buffer.transfer(0);
  }
  bytes.set(of.block.subarray(0, bytes.length - at), at);
  of.full = [];
  return bytes;
}
