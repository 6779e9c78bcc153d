import { readField } from './field-text.ts';
import type { LinePlan } from './line-plan.ts';
import type { RowCells } from './row-cells.ts';

/** What keeps a line from being a row: a rule of form. */
export type LineFault = 'blank_line' | 'header_inside' | 'field_count' | 'malformed_row';

/** Reads the text of any line into the cells; gives what is wrong with one that is no row. */
export function readLine(line: string, plan: LinePlan, cells: RowCells): LineFault | null {
  if (line.trim() === '') return 'blank_line';
  const texts = splitLine(line);
  if (texts === undefined) return 'malformed_row';
  if (texts[0]?.toLowerCase() === plan.fields[0]?.name.toLowerCase()) return 'header_inside';
  if (texts.length !== plan.fields.length) return 'field_count';
  cells.clear(plan.filled);
  for (const [index, field] of plan.fields.entries()) {
    if (!readField(field, texts[index] ?? '', cells)) return 'malformed_row';
  }
  return null;
}

/** The fields of a line, without the quotes around them; undefined where quotes do not close. */
function splitLine(line: string): string[] | undefined {
  if (!line.includes('"')) return line.split(',');
  const texts: string[] = [];
  for (let at = 0; ; at++) {
    let end = line.indexOf(',', at);
    if (end < 0) end = line.length;
    if (line[at] === '"') {
      end = closingQuote(line, at + 1) + 1;
      if (end === 0 || (end < line.length && line[end] !== ',')) return undefined;
      texts.push(line.slice(at + 1, end - 1).replaceAll('""', '"'));
    } else {
      texts.push(line.slice(at, end));
    }
    if (end === line.length) return texts;
    at = end;
  }
}

/** Where the quote closes; -1 where it does not. Two quotes in a row are one that is meant. */
function closingQuote(line: string, from: number): number {
  for (let at = line.indexOf('"', from); at >= 0; at = line.indexOf('"', at + 2)) {
    if (line[at + 1] !== '"') return at;
  }
  return -1;
}
