import { columnAt, columnDays } from '../grid/columns.ts';
import { MISSING } from '../grid/layer.ts';
import type { Place } from '../grid/next-hole.ts';
import { ticksOf } from '../view/ticks.ts';
import { daysInView, rowsInView, ticksAt, type View } from './frame.ts';
import type { Picture } from './picture.ts';

/** Height of a line of text, in CSS pixels. */
const LINE = 14;
const FONT = '11px system-ui, sans-serif';

/** Draws the labels of time, and below them a tick for each column that has a hole. */
export function paintAxis(context: CanvasRenderingContext2D, view: View, picture: Picture): void {
  const { grid, columns, margins, palette } = picture;
  const { frame, zoom, left } = view;
  const [from, to] = daysInView(view, grid.days);
  context.font = FONT;
  context.textBaseline = 'middle';
  for (const { day, text, isMajor } of ticksOf(grid.first, from, to, zoom.dayWidth)) {
    const x = frame.names + day * zoom.dayWidth - left;
    context.fillStyle = palette.faint;
    context.fillRect(Math.round(x), isMajor ? 2 : 8, 1, frame.axis - 8);
    context.fillStyle = isMajor ? palette.text : palette.faint;
    context.fillText(text, x + 4, 10);
  }
  if (to <= from) return;
  for (let column = columnAt(columns, from); column <= columnAt(columns, to - 1); column += 1) {
    const missing = margins.columns[column] ?? 0;
    if (missing === MISSING.none) continue;
    const [start, end] = columnDays(columns, column);
    const wide = Math.max(1, (end - start) * zoom.dayWidth - 1);
    const tick = { x: frame.names + start * zoom.dayWidth - left, y: frame.axis - 7, width: wide, height: 5 };
    paintTick(context, picture, missing, tick);
  }
}

/** Draws the names of series: of each row where there is room, else of as many as can be read. */
export function paintNames(
  context: CanvasRenderingContext2D,
  view: View,
  { labels, rows, palette }: Picture,
  cursor: Place | undefined,
): void {
  const { frame, zoom, top } = view;
  const [first, last] = rowsInView(view, rows.length);
  const step = Math.ceil(LINE / zoom.rowHeight);
  context.font = FONT;
  context.textBaseline = 'middle';
  for (let row = Math.floor(first / step) * step; row < last; row += step) {
    // The row of the cursor has the place of its neighbours.
    if (cursor !== undefined && row !== cursor.row && Math.abs(row - cursor.row) < step) continue;
    name(row, row === cursor?.row ? palette.text : palette.faint);
  }
  if (cursor !== undefined && cursor.row % step !== 0) name(cursor.row, palette.text);

  function name(row: number, colour: string): void {
    context.fillStyle = colour;
    const y = frame.axis + (row + 0.5) * zoom.rowHeight - top;
    context.fillText(labels[row] ?? '', 4, y, frame.names - 8);
  }
}

/** Draws a tick for each row in view that has a hole, wherever its days are. */
export function paintTicks(context: CanvasRenderingContext2D, view: View, picture: Picture): void {
  const { frame, zoom, top } = view;
  const [first, last] = rowsInView(view, picture.rows.length);
  for (let row = first; row < last; row += 1) {
    const missing = picture.margins.rows[row] ?? 0;
    if (missing === MISSING.none) continue;
    const height = Math.max(1, Math.min(zoom.rowHeight - 1, 8));
    const y = frame.axis + (row + 0.5) * zoom.rowHeight - top - height / 2;
    paintTick(context, picture, missing, { x: ticksAt(view, picture.grid.days) + 3, y, width: 7, height });
  }
}

/** A tick: filled for days that are ours to fetch, an outline for those of the archive. */
function paintTick(
  context: CanvasRenderingContext2D,
  { palette }: Picture,
  missing: number,
  { x, y, width, height }: Record<'x' | 'y' | 'width' | 'height', number>,
): void {
  context.fillStyle = missing === MISSING.ours ? palette.ink.ours : palette.outline;
  context.fillRect(x, y, width, height);
  if (missing === MISSING.ours || width < 4 || height < 4) return;
  context.fillStyle = palette.surface;
  context.fillRect(x + 1, y + 1, width - 2, height - 2);
}
