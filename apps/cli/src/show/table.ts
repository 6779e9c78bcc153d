import { visible } from '@tapehaul/errors';
import { columnsOf, widthOf, wrapped } from './fitted.ts';

/** What a row holds in a column. */
export type Cell = string | number;

/** How a table may shrink. */
export interface TableOptions {
  /** Columns that may be left out where there is no room, by their heads, the first first. */
  readonly optional?: readonly string[];
  /** Columns that there are; those of the terminal by default. */
  readonly columns?: number;
}

const GAP = '  ';
/** Columns that a text must have to be read well when it is wrapped. */
const LEAST_TEXT = 18;

/**
 * A table without lines, for a terminal: columns aligned, numbers to the right. Where it is too wide, its last column is
 * wrapped between words, then optional columns go, then each row becomes a block of lines. No word is ever cut.
 */
export function table(
  head: readonly string[],
  rows: readonly (readonly Cell[])[],
  { optional = [], columns = columnsOf(process.stdout) }: TableOptions = {},
): string {
  let [names, body] = [head, rows];
  for (let dropped = 0; ; dropped += 1) {
    const text = aligned(names, body, columns);
    if (text !== undefined) return text;
    const at = names.indexOf(optional[dropped] ?? '');
    if (dropped >= optional.length) return stacked(head, rows, { optional, columns });
    if (at < 0) continue;
    names = names.filter((_, column) => column !== at);
    body = body.map((row) => row.filter((_, column) => column !== at));
  }
}

/** The table in columns; nothing where there is no room for that. */
function aligned(
  head: readonly string[],
  rows: readonly (readonly Cell[])[],
  columns: number,
): string | undefined {
  const numeric = head.map((_, column) => rows.every((row) => typeof row[column] === 'number'));
  const lines = [head, ...rows].map((row) => head.map((_, column) => shown(row[column])));
  const widths = head.map((_, column) => Math.max(...lines.map((line) => widthOf(line[column] ?? ''))));
  const last = widths.length - 1;
  const before = widths.slice(0, last).reduce((sum, width) => sum + width + GAP.length, 0);
  const room = columns - before;
  const text = widths[last] ?? 0;
  const isWrapped = text > room;
  if (isWrapped && (numeric[last] === true || room < LEAST_TEXT)) return undefined;
  const longest = Math.max(...lines.flatMap((line) => (line[last] ?? '').split(' ').map(widthOf)));
  if (isWrapped && longest > room) return undefined;
  return lines
    .flatMap((line) => {
      const cells = line
        .slice(0, last)
        .map((cell, column) => padded(cell, widths[column] ?? 0, numeric[column] ?? false));
      const [first = '', ...below] = isWrapped ? wrapped(line[last] ?? '', room) : [line[last] ?? ''];
      const end = numeric[last] === true ? padded(first, text, true) : first;
      return [[...cells, end].join(GAP).trimEnd(), ...below.map((it) => `${' '.repeat(before)}${it}`)];
    })
    .join('\n');
}

/** Each row as a block: its first cell, and a line for each other cell that holds something. */
function stacked(
  head: readonly string[],
  rows: readonly (readonly Cell[])[],
  { optional, columns }: Required<TableOptions>,
): string {
  const label = Math.max(...head.slice(1).map(widthOf));
  return rows
    .map(([title, ...cells]) => {
      const lines = cells.flatMap((cell, at) => {
        const text = shown(cell);
        if (text === '' || (cell === 0 && optional.includes(head[at + 1] ?? ''))) return [];
        const [first = '', ...below] = wrapped(text, Math.max(LEAST_TEXT, columns - label - 2 * GAP.length));
        const name = padded(head[at + 1] ?? '', label, false);
        return [
          `${GAP}${name}${GAP}${first}`,
          ...below.map((it) => `${' '.repeat(label + 2 * GAP.length)}${it}`),
        ];
      });
      const [first = '', ...below] = wrapped(shown(title), columns - GAP.length);
      return [first, ...below.map((it) => `${GAP}${it}`), ...lines].join('\n');
    })
    .join('\n');
}

function shown(cell: Cell | undefined): string {
  return typeof cell === 'number' ? cell.toLocaleString('en') : visible(cell ?? '');
}

function padded(text: string, width: number, toTheRight: boolean): string {
  const space = ' '.repeat(Math.max(0, width - widthOf(text)));
  return toTheRight ? `${space}${text}` : `${text}${space}`;
}
