/** 32-bit words that each column has: room for a decimal of 38 digits. */
export const WORDS = 4;
const TWO_32 = 2 ** 32;

/**
 * The row that is being read, the same memory for each row. What a column holds stands in its four words as it is laid out in a column of
 * {@link TableRows}: doubles, or little-endian whole numbers in two's complement.
 */
export class RowCells {
  /** What a RowChecker gets: a number for each column, NaN where there is none. */
  readonly row: Float64Array<ArrayBuffer>;
  /** The same memory, and the numbers of cells behind the columns, which derived columns are made from. */
  readonly values: Float64Array<ArrayBuffer>;
  readonly words: Int32Array<ArrayBuffer>;
  /** The same memory as the words: two for each column, the first of which is a double column's. */
  readonly doubles: Float64Array<ArrayBuffer>;
  readonly texts: (string | null)[];
  /** 1 where there is no value. */
  readonly nulls: Uint8Array<ArrayBuffer>;
  /** Whether `nulls` may have changed since the last {@link RowCells.clear}. */
  changed: boolean;
  /** Values of this row that do not return to their text, and those that lost decimals. */
  inexact = 0;
  lost = 0;
  /** Text of the last of these values. */
  sample: string | null = null;

  /** Cells for that many columns, and further ones behind them. */
  constructor(columns: number, slots: number) {
    this.values = new Float64Array(slots).fill(Number.NaN);
    this.row = this.values.subarray(0, columns);
    this.words = new Int32Array(slots * WORDS);
    this.doubles = new Float64Array(this.words.buffer);
    this.texts = Array<string | null>(slots).fill(null);
    this.nulls = new Uint8Array(slots).fill(1);
    this.changed = true;
  }

  /** Prepares for a row that has a value in each of these columns, and in no other one. */
  clear(filled: readonly number[]): void {
    this.nulls.fill(1);
    for (const column of filled) this.nulls[column] = 0;
    this.changed = false;
    this.inexact = 0;
    this.lost = 0;
    this.sample = null;
  }

  setNull(column: number): void {
    this.changed = true;
    this.nulls[column] = 1;
    this.values[column] = Number.NaN;
    this.words.fill(0, column * WORDS, column * WORDS + WORDS);
    this.texts[column] = null;
  }

  /** Counts a value that is not kept as its text has it. */
  note(kind: 'inexact' | 'lost', text: string): void {
    this.changed = true;
    this[kind]++;
    this.sample = text;
  }

  setDouble(column: number, value: number): void {
    this.values[column] = value;
    this.doubles[column * 2] = value;
  }

  /** A whole number from −2^53 to 2^53, of a column of at most 64 bits. */
  setWhole(column: number, value: number): void {
    const at = column * WORDS;
    const high = Math.floor(value / TWO_32);
    this.words[at] = value - high * TWO_32;
    this.words[at + 1] = high;
  }

  /** A whole number from −2^53 to 2^53. */
  setWide(column: number, value: number): void {
    this.setWhole(column, value);
    const at = column * WORDS;
    const sign = value < 0 ? -1 : 0;
    this.words[at + 2] = sign;
    this.words[at + 3] = sign;
  }

  /** A whole number of at most 127 bits and a sign. */
  setBigInt(column: number, value: bigint): void {
    for (let word = 0; word < WORDS; word++) {
      this.words[column * WORDS + word] = Number(BigInt.asIntN(32, value >> BigInt(32 * word)));
    }
  }

  setText(column: number, text: string): void {
    this.texts[column] = text;
  }
}
