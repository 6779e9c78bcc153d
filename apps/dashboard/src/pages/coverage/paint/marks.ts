import { columnAt, columnCount, columnDays } from '../grid/columns.ts';
import { FLAW } from '../grid/flaws.ts';
import { INKS, type Ink } from '../grid/inks.ts';
import { type Layer, MISSING } from '../grid/layer.ts';
import { daysInView, rowsInView, type View } from './frame.ts';
import type { Palette } from './palette.ts';

/** The least width and height of a cell that has room for a mark, in CSS pixels. */
export const LEAST_MARKED = 6;

/** A cell on the canvas. */
interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

type DrawMark = (context: CanvasRenderingContext2D, box: Box, palette: Palette) => void;

/** How many cells are in view. */
export function cellsInView(view: View, { columns, inks }: Layer): number {
  const width = columnCount(columns);
  const [firstRow, lastRow] = rowsInView(view, width === 0 ? 0 : inks.length / width);
  const [from, to] = daysInView(view, columns.starts[width] ?? 0);
  return (lastRow - firstRow) * (columnAt(columns, to - 1) - columnAt(columns, from) + 1);
}

/** Draws the marks by which cells of like colours differ: hatching, outlines, crosses and dots, and the corners of blocks with holes. */
export function paintMarks(
  context: CanvasRenderingContext2D,
  view: View,
  layer: Layer,
  palette: Palette,
): void {
  const { columns, inks, missing, flaws } = layer;
  const { frame, zoom, left, top } = view;
  const width = columnCount(columns);
  const [firstRow, lastRow] = rowsInView(view, width === 0 ? 0 : inks.length / width);
  const [from, to] = daysInView(view, columns.starts[width] ?? 0);
  const [firstColumn, lastColumn] = [columnAt(columns, from), columnAt(columns, to - 1)];
  if (zoom.rowHeight < LEAST_MARKED || to <= from) return;
  for (let column = firstColumn; column <= lastColumn; column += 1) {
    const [start, end] = columnDays(columns, column);
    const wide = (end - start) * zoom.dayWidth;
    if (wide < LEAST_MARKED) continue;
    const x = frame.names + start * zoom.dayWidth - left;
    for (let row = firstRow; row < lastRow; row += 1) {
      const cell = row * width + column;
      const ink = INKS[inks[cell] ?? 0] ?? 'blank';
      const box = {
        x: x + 0.5,
        y: frame.axis + row * zoom.rowHeight - top + 0.5,
        width: wide - 1,
        height: zoom.rowHeight - 1,
      };
      MARKS[ink]?.(context, box, palette);
      flawMark(context, box, flaws[cell] ?? 0, palette);
      if (columns.level !== 'day') cornerMark(context, box, missing[cell] ?? 0, palette);
    }
  }
}

const MARKS: Partial<Record<Ink, DrawMark>> = {
  unverified: (context, { x, y, width, height }, { surface }) => {
    line(context, surface, 1, [x, y + height, x + Math.min(width, height), y + Math.max(0, height - width)]);
    line(context, surface, 1, [x + width / 2, y + height, x + width, y + height / 2]);
  },
  archive: (context, box, { outline }) => frameMark(context, box, outline),
  disputed: (context, box, { outline }) => {
    frameMark(context, box, outline);
    line(context, outline, 1.5, [box.x + 1, box.y + box.height - 1, box.x + box.width - 1, box.y + 1]);
  },
  corrupt: (context, { x, y, width, height }, { surface }) => {
    const half = Math.min(width, height) / 2 - 1.5;
    const [centre, middle] = [x + width / 2, y + height / 2];
    line(context, surface, 1.5, [centre - half, middle - half, centre + half, middle + half]);
    line(context, surface, 1.5, [centre - half, middle + half, centre + half, middle - half]);
  },
  ours: (context, box, { surface }) => dot(context, box, surface, 0.24),
  coming: (context, box, { outline }) => dot(context, box, outline, 0.14),
};

/** The bottom of a cell with held days whose rows are missing or wrong: a notch in one corner, or in both. */
function flawMark(
  context: CanvasRenderingContext2D,
  { x, y, width, height }: Box,
  flaw: number,
  { surface }: Palette,
): void {
  if (flaw === FLAW.none) return;
  const size = Math.max(3, Math.min(7, width / 2 - 1, height - 2));
  const [bottom, right] = [y + height, x + width];
  triangle(context, surface, [x, bottom - size, x, bottom, x + size, bottom]);
  if (flaw === FLAW.error)
    triangle(context, surface, [right, bottom - size, right, bottom, right - size, bottom]);
}

/** A corner of a block that has holes: filled where they are ours, a line where they are the archive's. */
function cornerMark(
  context: CanvasRenderingContext2D,
  { x, y, width, height }: Box,
  missing: number,
  palette: Palette,
): void {
  if (missing === MISSING.none) return;
  const size = Math.min(7, width - 2, height - 2);
  const right = x + width;
  if (missing === MISSING.archive) {
    line(context, palette.outline, 1.2, [right - size, y, right, y + size]);
    return;
  }
  triangle(context, palette.ink.ours, [right - size, y, right, y, right, y + size]);
}

function triangle(
  context: CanvasRenderingContext2D,
  colour: string,
  [x, y, secondX, secondY, thirdX, thirdY]: readonly [number, number, number, number, number, number],
): void {
  context.fillStyle = colour;
  context.beginPath();
  context.moveTo(x, y);
  context.lineTo(secondX, secondY);
  context.lineTo(thirdX, thirdY);
  context.fill();
}

function frameMark(context: CanvasRenderingContext2D, { x, y, width, height }: Box, colour: string): void {
  context.strokeStyle = colour;
  context.lineWidth = 1.2;
  context.strokeRect(x + 0.8, y + 0.8, Math.max(1, width - 1.6), Math.max(1, height - 1.6));
}

function dot(
  context: CanvasRenderingContext2D,
  { x, y, width, height }: Box,
  colour: string,
  share: number,
): void {
  context.fillStyle = colour;
  context.beginPath();
  context.arc(x + width / 2, y + height / 2, Math.max(1, Math.min(width, height) * share), 0, 2 * Math.PI);
  context.fill();
}

function line(
  context: CanvasRenderingContext2D,
  colour: string,
  width: number,
  [fromX, fromY, toX, toY]: readonly [number, number, number, number],
): void {
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.beginPath();
  context.moveTo(fromX, fromY);
  context.lineTo(toX, toY);
  context.stroke();
}
