import { dayText } from '@tapehaul/archive';
import { reasonOf, stateOf } from '@tapehaul/coverage';
import { type Columns, columnAt, columnDays } from './columns.ts';
import { type Flaws, flawAt, flawedDays, NO_FLAWS } from './flaws.ts';
import { codeAt, type Grid, type GridRow } from './grid.ts';
import { type BlockFigures, blockOf } from './layer.ts';

/** The name of a series as people read it: `BTCUSDT 1h, spot klines`. */
function seriesName({ symbol, interval, market, dataType }: Omit<GridRow, 'offset'>): string {
  return `${interval === null ? symbol : `${symbol} ${interval}`}, ${market} ${dataType}`;
}

/** What a cell says, as a sentence for the status line and for readers of the screen. */
export function describeCell(
  grid: Grid,
  row: GridRow,
  day: number,
  columns: Columns,
  flaws: Flaws = NO_FLAWS,
): string {
  if (columns.level === 'day') {
    const flaw = flawAt(flaws, row, day);
    const rows = flaw === undefined ? '' : `; ${FLAW_TEXTS[flaw.severity]} (${flaw.rule})`;
    return `${seriesName(row)}, ${dayText(grid.first + day)}: ${reasonOf(stateOf(codeAt(grid, row, day)))}${rows}.`;
  }
  const [from, to] = columnDays(columns, columnAt(columns, day));
  const text = dayText(grid.first + from);
  const span = columns.level === 'year' ? text.slice(0, 4) : text.slice(0, 7);
  const days = flawedDays(flaws, row.offset + from, row.offset + to);
  const rows = days === 0 ? '' : `, ${days} of them with rows missing or wrong`;
  const block = blockText(blockOf(grid.codes, row.offset + from, row.offset + to));
  return `${seriesName(row)}, ${span}: ${block}${rows}.`;
}

const FLAW_TEXTS = { gap: 'rows are missing', error: 'rows are wrong' } as const;

function blockText({ known, expected, held, ours, archive }: BlockFigures): string {
  if (known === 0) return 'never requested';
  if (expected === 0) return 'no files expected';
  const missing = [
    ...(ours > 0 ? [`${ours} missing that can be fetched again`] : []),
    ...(archive > 0 ? [`${archive} missing in the archive`] : []),
    ...(expected > held + ours + archive ? [`${expected - held - ours - archive} still to come`] : []),
  ];
  return [`${held} of ${expected} ${expected === 1 ? 'day' : 'days'} held`, ...missing].join(', ');
}
