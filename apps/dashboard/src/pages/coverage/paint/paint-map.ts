import { columnAt, columnDays } from '../grid/columns.ts';
import type { Place } from '../grid/next-hole.ts';
import { paintAxis, paintNames, paintTicks } from './edges.ts';
import { plotHeight, plotWidth, ticksAt, type View } from './frame.ts';
import { cellsInView, LEAST_MARKED, paintMarks } from './marks.ts';
import type { Picture } from './picture.ts';

/** Cells in view up to which marks are drawn in each frame; of more they are drawn once the map rests. */
const MARKED_EACH_FRAME = 4_000;

/** What is drawn on top of the cells. */
export interface Cursors {
  /** The cell of the keyboard, which is also the one that is explained. */
  readonly cursor: Place | undefined;
  /** The cell under the pointer. */
  readonly hover: Place | undefined;
}

/** Draws what is in view. `isResting`: nothing moves, so that there is time for the marks of many cells. */
export function paintMap(
  context: CanvasRenderingContext2D,
  view: View,
  picture: Picture,
  { cursor, hover }: Cursors,
  isResting: boolean,
): void {
  const { frame } = view;
  const { palette, layer } = picture;
  context.clearRect(0, 0, frame.width, frame.height);
  context.fillStyle = palette.surface;
  context.fillRect(0, 0, frame.width, frame.height);
  clipped(context, [frame.names, frame.axis, plotWidth(frame), plotHeight(frame)], () => {
    paintCells(context, view, picture);
    if (isResting || cellsInView(view, layer) <= MARKED_EACH_FRAME) paintMarks(context, view, layer, palette);
    if (hover !== undefined) paintOutline(context, view, picture, hover, 1);
    if (cursor !== undefined) paintOutline(context, view, picture, cursor, 2);
  });
  clipped(context, [frame.names, 0, plotWidth(frame), frame.axis], () => paintAxis(context, view, picture));
  clipped(context, [0, frame.axis, frame.names, plotHeight(frame)], () =>
    paintNames(context, view, picture, cursor),
  );
  const ticks = ticksAt(view, picture.grid.days);
  clipped(context, [ticks, frame.axis, frame.ticks, plotHeight(frame)], () =>
    paintTicks(context, view, picture),
  );
}

function paintCells(
  context: CanvasRenderingContext2D,
  view: View,
  { raster, columns, palette, rows }: Picture,
): void {
  if (raster === undefined) return;
  const { frame, zoom, left, top } = view;
  const wide = Math.min(plotWidth(frame), raster.width * zoom.dayWidth - left);
  const high = Math.min(plotHeight(frame), rows.length * zoom.rowHeight - top);
  if (wide <= 0 || high <= 0) return;
  context.imageSmoothingEnabled = false;
  const [x, y] = [left / zoom.dayWidth, top / zoom.rowHeight];
  const [width, height] = [wide / zoom.dayWidth, high / zoom.rowHeight];
  context.drawImage(raster, x, y, width, height, frame.names, frame.axis, wide, high);
  context.fillStyle = palette.surface;
  if (zoom.rowHeight >= LEAST_MARKED) {
    for (let row = Math.floor(y); row <= y + height; row += 1) {
      context.fillRect(frame.names, frame.axis + row * zoom.rowHeight - top - 0.5, wide, 1);
    }
  }
  const [first, last] = [columnAt(columns, Math.floor(x)), columnAt(columns, Math.ceil(x + width))];
  const narrowest = columns.level === 'day' ? 1 : 28;
  if (narrowest * zoom.dayWidth < LEAST_MARKED) return;
  for (let column = first; column <= last; column += 1) {
    const [start] = columnDays(columns, column);
    context.fillRect(frame.names + start * zoom.dayWidth - left - 0.5, frame.axis, 1, high);
  }
}

/** The outline of the cell that a place lies in, at least so large that it is seen. */
function paintOutline(
  context: CanvasRenderingContext2D,
  { frame, zoom, left, top }: View,
  { columns, palette }: Picture,
  { row, day }: Place,
  width: number,
): void {
  const [start, end] = columnDays(columns, columnAt(columns, day));
  const [wide, high] = [Math.max(6, (end - start) * zoom.dayWidth), Math.max(6, zoom.rowHeight)];
  const x = frame.names + ((start + end) / 2) * zoom.dayWidth - left - wide / 2;
  const y = frame.axis + (row + 0.5) * zoom.rowHeight - top - high / 2;
  context.lineWidth = width + 2;
  context.strokeStyle = palette.surface;
  context.strokeRect(x, y, wide, high);
  context.lineWidth = width;
  context.strokeStyle = palette.cursor;
  context.strokeRect(x, y, wide, high);
}

function clipped(
  context: CanvasRenderingContext2D,
  [x, y, width, height]: readonly [number, number, number, number],
  paint: () => void,
): void {
  context.save();
  context.beginPath();
  context.rect(x, y, width, height);
  context.clip();
  paint();
  context.restore();
}
