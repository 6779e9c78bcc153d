import { clamp, type Zoom } from '../view/zoom.ts';

/** Where the parts of the map stand on its canvas, in CSS pixels: names to the left, the axis above, ticks of rows to the right. */
export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly names: number;
  readonly axis: number;
  readonly ticks: number;
}

/** What is in view: the size of cells, and how far the map is scrolled, in CSS pixels. */
export interface View {
  readonly frame: Frame;
  readonly zoom: Zoom;
  readonly left: number;
  readonly top: number;
}

/** Height of the axis with the ticks of columns, and width of the ticks of rows. */
const [AXIS, TICKS] = [30, 12];

/** Width of a character of a name, on the average, in CSS pixels. */
const CHARACTER = 7.2;

/** The parts of a canvas of that size, with room for names of some characters: on a phone they take less of it. */
export function frameOf(width: number, height: number, characters: number): Frame {
  const names = Math.round(clamp(characters * CHARACTER + 12, 48, width < 560 ? 112 : 240));
  return { width, height, names, axis: AXIS, ticks: TICKS };
}

/** Width of the cells in view. */
export function plotWidth({ width, names, ticks }: Frame): number {
  return Math.max(1, width - names - ticks);
}

/** Height of the cells in view. */
export function plotHeight({ height, axis }: Frame): number {
  return Math.max(1, height - axis);
}

/** Where the ticks of rows stand: behind the last day where all are in view, else at the right edge. */
export function ticksAt({ frame, zoom }: View, days: number): number {
  return Math.min(frame.width - frame.ticks, frame.names + days * zoom.dayWidth);
}

/** The row and the day under a point of the canvas; undefined beside the cells. */
export function placeAt(
  { frame, zoom, left, top }: View,
  x: number,
  y: number,
  { rows, days }: { readonly rows: number; readonly days: number },
): { readonly row: number; readonly day: number } | undefined {
  if (x < frame.names || y < frame.axis || x >= frame.width - frame.ticks || y >= frame.height)
    return undefined;
  const day = Math.floor((x - frame.names + left) / zoom.dayWidth);
  const row = Math.floor((y - frame.axis + top) / zoom.rowHeight);
  return day < days && row < rows ? { row, day } : undefined;
}

/** The first row in view and the one behind the last. */
export function rowsInView({ frame, zoom, top }: View, rows: number): readonly [number, number] {
  const first = Math.floor(top / zoom.rowHeight);
  const last = Math.ceil((top + plotHeight(frame)) / zoom.rowHeight);
  return [clamp(first, 0, rows), clamp(last, 0, rows)];
}

/** The first day in view and the one behind the last. */
export function daysInView({ frame, zoom, left }: View, days: number): readonly [number, number] {
  const last = Math.ceil((left + plotWidth(frame)) / zoom.dayWidth);
  return [clamp(Math.floor(left / zoom.dayWidth), 0, days), clamp(last, 0, days)];
}
