import {
  COMMA,
  DATE_TIME_LENGTH,
  dateTimeAt,
  EXACT,
  endOfText,
  flagAt,
  longNumberAt,
  MINUS,
  NEWLINE,
  POINT,
  POWERS,
  RETURN,
  ZERO,
} from './field-bytes.ts';
import { readField } from './field-text.ts';
import { DATE_TIME, DOUBLE, EPOCH, FILLER, FIXED, FLAG, type LinePlan, SLOW, TEXT } from './line-plan.ts';
import type { RowCells } from './row-cells.ts';
import { LATEST_TIME, MICROSECONDS_FROM } from './time-text.ts';

const LAST_OF_ASCII = 0x7f;

/**
 * Reads lines as the archive writes nearly all of them, without an allocation: digits, at most one point, `true` or `false`, no
 * quotes, no blanks. Gives the same as {@link readField} for each field, or leaves the line to a thorough reading.
 */
export class FastLine {
  readonly #plan: LinePlan;
  readonly #cells: RowCells;
  readonly #readings: Uint8Array;
  readonly #slots: Int32Array;
  readonly #scales: Uint8Array;
  readonly #most: Float64Array;

  constructor(plan: LinePlan, cells: RowCells) {
    const { fields } = plan;
    this.#plan = plan;
    this.#cells = cells;
    this.#readings = Uint8Array.from(fields, ({ reading }) => reading);
    this.#slots = Int32Array.from(fields, ({ slot }) => slot);
    this.#scales = Uint8Array.from(fields, ({ shape }) => shape?.scale ?? 0);
    this.#most = Float64Array.from(fields, ({ most }) => Math.min(EXACT, Number(most)));
  }

  /**
   * Reads the line that begins there into the cells; gives where the next one begins, or -1 where this line needs a thorough
   * reading. The line must end in a newline.
   */
  read(bytes: Buffer, from: number): number {
    const cells = this.#cells;
    if (cells.changed) cells.clear(this.#plan.filled);
    const readings = this.#readings;
    const last = readings.length - 1;
    let at = from;
    for (let field = 0; field <= last; field++) {
      const reading = readings[field] ?? SLOW;
      if (reading <= EPOCH) at = this.#number(bytes, at, field, reading);
      else at = this.#other(bytes, at, field, reading);
      if (at < 0) return -1;
      if (field < last && bytes[at++] !== COMMA) return -1;
    }
    if (bytes[at] === RETURN) at++;
    return bytes[at] === NEWLINE ? at + 1 : -1;
  }

  /** Reads a number; gives where it ends, or -1. */
  #number(bytes: Buffer, start: number, field: number, reading: number): number {
    const negative = bytes[start] === MINUS;
    const first = negative ? start + 1 : start;
    let at = first;
    let digit = (bytes[at] ?? 0) - ZERO;
    let number = 0;
    while (digit >= 0 && digit <= 9) {
      number = number * 10 + digit;
      digit = (bytes[++at] ?? 0) - ZERO;
    }
    if (at === first) return -1;
    if (digit !== POINT - ZERO) return this.#store(bytes, start, at, field, reading, number, 0, negative);
    const point = at;
    digit = (bytes[++at] ?? 0) - ZERO;
    while (digit >= 0 && digit <= 9) {
      number = number * 10 + digit;
      digit = (bytes[++at] ?? 0) - ZERO;
    }
    const decimals = at - point - 1;
    if (decimals === 0 || (reading !== DOUBLE && reading !== FIXED)) return -1;
    return this.#store(bytes, start, at, field, reading, number, decimals, negative);
  }

  /** Keeps a number in the cells; gives where it ends, or -1. */
  #store(
    bytes: Buffer,
    start: number,
    end: number,
    field: number,
    reading: number,
    number: number,
    decimals: number,
    negative: boolean,
  ): number {
    const cells = this.#cells;
    const slot = this.#slots[field] ?? 0;
    if (reading === DOUBLE || reading === FIXED) {
      if (number > EXACT || decimals >= POWERS.length) return this.#long(bytes, start, end, field, reading);
      const value = number / (POWERS[decimals] ?? 1);
      const signed = negative ? 0 - value : value;
      if (reading === DOUBLE) {
        cells.setDouble(slot, signed);
        return end;
      }
      const scaled = number * (POWERS[(this.#scales[field] ?? 0) - decimals] ?? Number.POSITIVE_INFINITY);
      if (!(scaled <= EXACT)) return this.#long(bytes, start, end, field, reading);
      cells.values[slot] = signed;
      cells.setWide(slot, negative ? 0 - scaled : scaled);
      return end;
    }
    if (reading === EPOCH) {
      const time = number >= MICROSECONDS_FROM ? number : number * 1_000;
      if (negative || time >= LATEST_TIME) return -1;
      cells.values[slot] = time;
      cells.setWhole(slot, time);
      return end;
    }
    if (number > (this.#most[field] ?? 0)) return -1;
    const whole = negative ? 0 - number : number;
    cells.values[slot] = whole;
    cells.setWhole(slot, whole);
    return end;
  }

  /** A number of more digits than a double surely holds, or than the scale has. */
  #long(bytes: Buffer, start: number, end: number, field: number, reading: number): number {
    const planned = this.#plan.fields[field];
    if (planned === undefined) return -1;
    if (reading === DOUBLE) {
      const value = longNumberAt(bytes, start, end);
      if (!Number.isNaN(value)) {
        this.#cells.setDouble(planned.slot, value);
        return end;
      }
    }
    return readField(planned, bytes.toString('latin1', start, end), this.#cells) ? end : -1;
  }

  /** Reads a field that is no number; gives where it ends, or -1. */
  #other(bytes: Buffer, at: number, field: number, reading: number): number {
    const cells = this.#cells;
    const slot = this.#slots[field] ?? 0;
    if (reading === FLAG) {
      const flag = flagAt(bytes, at);
      if (flag < 0) return -1;
      cells.values[slot] = flag;
      cells.setWhole(slot, flag);
      return at + 5 - flag;
    }
    if (reading === DATE_TIME) {
      const time = dateTimeAt(bytes, at);
      if (time < 0) return -1;
      cells.values[slot] = time;
      cells.setWhole(slot, time);
      return at + DATE_TIME_LENGTH;
    }
    if (reading !== TEXT && reading !== FILLER) return -1;
    const end = endOfText(bytes, at);
    if (reading === FILLER || end < 0) return end;
    if (end === at) return -1;
    // Most texts are those of the row before.
    if (!isText(bytes, at, end, cells.texts[slot] ?? null)) {
      cells.setText(slot, bytes.toString('utf8', at, end));
    }
    return end;
  }
}

/** Whether the bytes are a text of ASCII: other letters have several bytes, and a single byte that equals their number is none of them. */
function isText(bytes: Buffer, start: number, end: number, text: string | null): boolean {
  if (text === null || text.length !== end - start) return false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code !== bytes[start + at] || code > LAST_OF_ASCII) return false;
  }
  return true;
}
