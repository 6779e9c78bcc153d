import { deriveCells } from './derive-cells.ts';
import { FastLine } from './fast-line.ts';
import { NEWLINE, QUOTE, RETURN } from './field-bytes.ts';
import type { LinePlan } from './line-plan.ts';
import type { RowCells } from './row-cells.ts';
import { type LineFault, readLine } from './thorough-line.ts';

/** Bytes of a line, from which on it is no row of the archive and is not kept in memory. */
const LONGEST_LINE = 64 * 1_024;
/** Bytes of a faulty line that are shown. */
const SHOWN = 200;

/** What is wrong with a line: it is no row, or it is the last one and does not end. */
export type LineRule = LineFault | 'cut_line';

/** What takes the rows of a file. */
export interface RowSink {
  /** The cells hold the next row. They are overwritten by the one after. */
  row(): void;
  /** Something is wrong with a line, which begins so. */
  fault(rule: LineRule, line: string): void;
}

/**
 * Cuts bytes of a CSV file into lines, and lines into rows. A first line that begins with a letter is a header and skipped, as is a byte
 * order mark. Lines end in a newline, with or without a carriage return.
 */
export class CsvRows {
  readonly #plan: LinePlan;
  readonly #cells: RowCells;
  readonly #sink: RowSink;
  readonly #fast: FastLine;
  /** The beginning of a line whose end has not come yet. */
  #begun: Buffer = Buffer.alloc(0);
  #isFirst = true;
  #isTooLong = false;

  constructor(plan: LinePlan, cells: RowCells, sink: RowSink) {
    this.#plan = plan;
    this.#cells = cells;
    this.#sink = sink;
    this.#fast = new FastLine(plan, cells);
  }

  /** Takes the next bytes; their memory may be used for other things afterwards. */
  push(chunk: Uint8Array): void {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    let at = 0;
    if (this.#begun.length > 0 || this.#isTooLong) {
      at = bytes.indexOf(NEWLINE) + 1;
      if (at === 0) {
        this.#keep(bytes);
        return;
      }
      if (this.#isTooLong) this.#endTooLong();
      else this.#lines(Buffer.concat([this.#begun, bytes.subarray(0, at)]));
      this.#begun = Buffer.alloc(0);
    }
    const end = bytes.lastIndexOf(NEWLINE) + 1;
    if (end > at) this.#lines(bytes.subarray(at, end));
    if (Math.max(at, end) < bytes.length) this.#keep(bytes.subarray(Math.max(at, end)));
  }

  /** Takes what stands behind the last newline. */
  end(): void {
    if (this.#isTooLong) this.#endTooLong();
    if (this.#begun.length === 0) return;
    const cut = this.#begun;
    this.#begun = Buffer.alloc(0);
    this.#lines(Buffer.concat([cut, Buffer.of(NEWLINE)]));
    this.#sink.fault('cut_line', shown(cut));
  }

  #keep(bytes: Buffer): void {
    if (this.#isTooLong) return;
    this.#begun = Buffer.concat([this.#begun, bytes]);
    this.#isTooLong = this.#begun.length >= LONGEST_LINE;
  }

  #endTooLong(): void {
    this.#sink.fault('malformed_row', shown(this.#isFirst ? withoutMark(this.#begun) : this.#begun));
    this.#begun = Buffer.alloc(0);
    this.#isTooLong = false;
    this.#isFirst = false;
  }

  /** Whole lines: the last byte is a newline. */
  #lines(bytes: Buffer): void {
    let at = 0;
    if (this.#isFirst) {
      this.#isFirst = false;
      at = beginningOfRows(bytes);
    }
    const { derivations } = this.#plan;
    while (at < bytes.length) {
      const next = this.#fast.read(bytes, at);
      // However a file is cut into chunks, a line that is too long is no row.
      if (next < 0 || next - at > LONGEST_LINE) {
        const end = bytes.indexOf(NEWLINE, at);
        this.#thorough(bytes.subarray(at, end));
        at = end + 1;
        continue;
      }
      if (derivations.length > 0) deriveCells(derivations, this.#cells);
      this.#sink.row();
      at = next;
    }
  }

  #thorough(line: Buffer): void {
    const text = line.toString('utf8', 0, line.at(-1) === RETURN ? line.length - 1 : line.length);
    const fault = line.length >= LONGEST_LINE ? 'malformed_row' : readLine(text, this.#plan, this.#cells);
    if (fault !== null) {
      this.#sink.fault(fault, shown(line));
      return;
    }
    deriveCells(this.#plan.derivations, this.#cells);
    this.#sink.row();
  }
}

function withoutMark(bytes: Buffer): Buffer {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
}

/** Offset of the first line that may be a row. */
function beginningOfRows(bytes: Buffer): number {
  const start = bytes.length - withoutMark(bytes).length;
  const first = bytes[bytes[start] === QUOTE ? start + 1 : start] ?? 0;
  const isHeader = (first >= 65 && first <= 90) || (first >= 97 && first <= 122);
  return isHeader ? bytes.indexOf(NEWLINE) + 1 : start;
}

function shown(line: Buffer): string {
  return line.toString('utf8', 0, Math.min(line.length, SHOWN)).trimEnd();
}
