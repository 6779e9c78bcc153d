import { type Column, dataTypeSpec, FLAG_WORDS } from '@tapehaul/archive';
import { decimalText } from './decimal-text.ts';
import { unit } from './random.ts';
import { clock, eventRows, gridRows, type Sheet, stamp } from './sheet.ts';

const EVENTS_PER_DAY = 96;
const RATIO_PLACES = 8;
const QUANTITY_PLACES = 3;

/** Rows of any data type without intervals, made from the types and units of its columns and from its grid alone. */
export function columnRows(sheet: Sheet): string {
  const { market, dataType } = sheet.object;
  const { grid, markets } = dataTypeSpec(dataType);
  const columns = markets[market]?.columns ?? [];
  const line = (number: number, time: number): string =>
    `${columns.map((column, place) => cell(sheet, column, { number, time, place })).join(',')}\n`;
  if (grid.kind !== 'step') return eventRows(sheet, EVENTS_PER_DAY, line);
  const perStep = grid.rows ?? 1;
  return gridRows(sheet, perStep, (time, index) =>
    line((time / (grid.seconds * 1_000)) * perStep + index, time),
  );
}

/** Where a cell stands: the number of its row since 1970 or the archive's first day, its time, and its column. */
interface CellPosition {
  readonly number: number;
  readonly time: number;
  readonly place: number;
}

function cell(sheet: Sheet, { name, type, unit: of }: Column, { number, time, place }: CellPosition): string {
  const { market, seed, symbol, places, price } = sheet.instrument;
  const random = unit(seed, number + 1_000 * place);
  switch (type) {
    case 'time':
      return sheet.time === 'text' ? clock(time) : stamp(sheet, time);
    case 'day':
      return clock(time).slice(0, 10);
    case 'hour':
      return String(new Date(time).getUTCHours());
    case 'id':
      return String(number);
    case 'count':
      return String(1 + Math.floor(100 * random));
    case 'decimal':
      if (of === 'quote' || of === 'USDT') return decimalText(price(time), places);
      if (of === 'ratio') return decimalText(Math.floor(10 ** RATIO_PLACES * random), RATIO_PLACES);
      return decimalText(1 + Math.floor(1e5 * random), QUANTITY_PLACES);
    case 'flag':
      return random < 0.5 ? FLAG_WORDS[market].yes : FLAG_WORDS[market].no;
    case 'text':
      return name === 'symbol' ? symbol : name.toUpperCase();
    case 'filler':
      return '0';
  }
}
