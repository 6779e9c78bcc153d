import type { TableColumn } from '@tapehaul/tables';
import { cellText, headerText, rowText } from '../rows/row-text.ts';
import type { TableRows } from '../rows/table-rows.ts';

/** Rows that become one piece of text. */
const ROWS = 1_024;

/** How rows are written as text: CSV, or one JSON object a line. */
export type RowFormat = 'csv' | 'ndjson';

/**
 * Rows as text, some hundred kilobytes at a time. Values are as `cellText` gives them. CSV begins with the names of the columns where
 * `header` says so; where there is no value, nothing stands between the commas. In JSON, numbers keep all their digits, times are text, and
 * what has no value is null.
 */
export function* rowLines(
  rows: TableRows,
  format: RowFormat,
  { header = true }: { readonly header?: boolean } = {},
): Generator<string, void, void> {
  if (format === 'csv' && header) yield `${headerText(rows)}\n`;
  for (let first = 0; first < rows.count; first += ROWS) {
    let text = '';
    for (let row = first; row < Math.min(first + ROWS, rows.count); row++) {
      text += `${format === 'csv' ? rowText(rows, row) : jsonLine(rows, row)}\n`;
    }
    yield text;
  }
}

function jsonLine(rows: TableRows, row: number): string {
  const members = rows.schema.columns.map((column, at) => {
    const text = cellText(rows, at, row);
    return `${JSON.stringify(column.name)}:${text === null ? 'null' : jsonValue(column, text)}`;
  });
  return `{${members.join(',')}}`;
}

function jsonValue({ kind }: TableColumn, text: string): string {
  return kind === 'text' || kind === 'timestamp' ? JSON.stringify(text) : text;
}
