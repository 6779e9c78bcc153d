import { type KeyboardEvent, useEffect, useId, useLayoutEffect, useMemo, useRef } from 'react';
import { columnAt, columnDays } from '../grid/columns.ts';
import { describeCell } from '../grid/describe.ts';
import type { Flaws } from '../grid/flaws.ts';
import type { Grid, GridRow } from '../grid/grid.ts';
import type { Place } from '../grid/next-hole.ts';
import { rowLabels } from '../grid/row-labels.ts';
import { frameOf, placeAt, plotHeight, plotWidth, type View } from '../paint/frame.ts';
import { pictures } from '../paint/picture.ts';
import { keyAction } from '../view/cursor-keys.ts';
import { scrollInto } from '../view/zoom.ts';
import styles from './heat-map.module.css';
import { KeyHelp } from './key-help.tsx';
import { Legend } from './legend.tsx';
import { type Spot, useCursor } from './use-cursor.ts';
import { usePainter } from './use-painter.ts';
import { usePalette } from './use-palette.ts';
import { usePointer } from './use-pointer.ts';
import { useSize } from './use-size.ts';
import { type ShownZoom, useZoom } from './use-zoom.ts';
import { ZoomButtons } from './zoom-buttons.tsx';

/** What is in view, for the address of the page. */
export interface MapPosition extends ShownZoom {
  /** First day in view, from the first day of the map on. */
  readonly day: number;
}

/** Days of series as a picture: panned, zoomed and read by pointer or keyboard. The table of holes says the same in words. */
export function HeatMap({
  grid,
  flaws,
  rows,
  position,
  selected,
  onSelect,
  onPosition,
}: {
  readonly grid: Grid;
  /** What is wrong with the rows of held days. */
  readonly flaws: Flaws;
  readonly rows: readonly GridRow[];
  /** What is in view at first. */
  readonly position: MapPosition;
  /** The cell that is explained. */
  readonly selected: Spot | undefined;
  readonly onSelect: (row: GridRow, first: number, last: number) => void;
  readonly onPosition: (position: MapPosition) => void;
}) {
  const help = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const size = useSize(scroller);
  const palette = usePalette(scroller);
  const longest = useMemo(
    () => rowLabels(rows).reduce((most, { length }) => Math.max(most, length), 0),
    [rows],
  );
  const frame = useMemo(() => frameOf(size?.width ?? 800, size?.height ?? 400, longest), [size, longest]);
  const room = { days: grid.days, rows: rows.length, width: plotWidth(frame), height: plotHeight(frame) };
  const { zoom, chosen, step, choose } = useZoom(scroller, room, position);
  const { place, hover, moveTo, hoverOver } = useCursor(grid, rows, selected);
  const pictureOf = useMemo(
    () => palette && pictures(grid, rows, flaws, palette),
    [grid, rows, flaws, palette],
  );
  const picture = useMemo(() => pictureOf?.(zoom.level), [pictureOf, zoom.level]);

  const viewNow = (): View => {
    const { scrollLeft: left = 0, scrollTop: top = 0 } = scroller.current ?? {};
    return { frame, zoom, left, top };
  };
  const report = (): void => {
    onPosition({
      level: zoom.level,
      dayWidth: zoom.dayWidth,
      day: Math.round(viewNow().left / zoom.dayWidth),
    });
  };
  usePainter(canvas, scroller, () => picture && { view: viewNow(), picture, cursor: place, hover }, report);
  useFirstPosition(scroller, size !== undefined, position.day * zoom.dayWidth);
  useSettled(chosen, report);

  const bringIntoView = ({ row, day }: Place): void => {
    const { current: host } = scroller;
    if (host === null || picture === undefined) return;
    const [from, to] = columnDays(picture.columns, columnAt(picture.columns, day));
    host.scrollLeft = scrollInto(from * zoom.dayWidth, to * zoom.dayWidth, host.scrollLeft, room.width);
    host.scrollTop = scrollInto(
      row * zoom.rowHeight,
      (row + 1) * zoom.rowHeight,
      host.scrollTop,
      room.height,
    );
  };
  const open = ({ row, day }: Place): void => {
    const shown = rows[row];
    if (shown === undefined || picture === undefined) return;
    const [from, to] = columnDays(picture.columns, columnAt(picture.columns, day));
    onSelect(shown, from, to - 1);
  };
  const zoomBy = (by: 1 | -1): void => step(by, anchorOf(place, viewNow(), room.width));
  const under = (x: number, y: number): Place | undefined =>
    placeAt(viewNow(), x, y, { rows: rows.length, days: grid.days });
  usePointer(scroller, {
    onHover: (x, y) => hoverOver(under(x, y)),
    onLeave: () => hoverOver(undefined),
    onPick: (x, y) => {
      const picked = under(x, y);
      if (picked === undefined) return;
      moveTo(picked);
      open(picked);
    },
    onZoom: (by, x) => step(by, x - frame.names),
  });
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.altKey || event.metaKey || picture === undefined) return;
    const at = place ?? { row: 0, day: Math.floor(viewNow().left / zoom.dayWidth) };
    const pageRows = Math.max(1, Math.floor(room.height / zoom.rowHeight) - 1);
    const action = keyAction(event.key, at, { grid, rows, columns: picture.columns, pageRows });
    if (action.kind === 'none') return;
    event.preventDefault();
    hoverOver(undefined);
    if (action.kind === 'move') {
      moveTo(action.to);
      bringIntoView(action.to);
    } else if (action.kind === 'zoom') zoomBy(action.by);
    else open(at);
  };
  const sentence = (at: Place | undefined): string => {
    const row = at && rows[at.row];
    return at && row && picture ? describeCell(grid, row, at.day, picture.columns, flaws) : '';
  };
  return (
    <div className={styles.map}>
      <div className={styles.tools}>
        <ZoomButtons level={zoom.level} onLevel={choose} onStep={zoomBy} />
        <Legend level={zoom.level} hasFlaws={flaws.kinds.length > 0} />
      </div>
      <div
        ref={scroller}
        className={styles.scroller}
        style={{ height: Math.min(640, Math.max(180, frame.axis + rows.length * 22 + 18)) }}
        role="application"
        aria-label={`Heat map of ${rows.length} series`}
        aria-roledescription="heat map"
        aria-describedby={help}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the map is read and moved by keys
        tabIndex={0}
        onKeyDown={onKeyDown}
      >
        <div
          className={styles.ground}
          style={{
            width: frame.names + frame.ticks + Math.ceil(grid.days * zoom.dayWidth - 0.01),
            height: frame.axis + Math.ceil(rows.length * zoom.rowHeight - 0.01),
          }}
        >
          <canvas
            ref={canvas}
            className={styles.canvas}
            style={{ width: frame.width, height: frame.height }}
          />
        </div>
      </div>
      <p className={styles.cell}>
        <span aria-live="polite">{sentence(place)}</span>
        {hover !== undefined && <span className={styles.hover}>{sentence(hover)}</span>}
      </p>
      <KeyHelp id={help} />
    </div>
  );
}

/** Scrolls to a position once, as soon as there is something to scroll. */
function useFirstPosition(
  scroller: { readonly current: HTMLElement | null },
  isLaidOut: boolean,
  left: number,
): void {
  const isPlaced = useRef(false);
  useLayoutEffect(() => {
    if (!isLaidOut || scroller.current === null || isPlaced.current) return;
    isPlaced.current = true;
    scroller.current.scrollLeft = left;
  }, [scroller, isLaidOut, left]);
}

/** Rest after which a zoom is reported, in milliseconds: the whole page follows the address. */
const REST = 250;

/** Calls back when a value has changed and then stayed the same for a while, not for the first one. */
function useSettled(value: object, onSettled: () => void): void {
  const before = useRef(value);
  const latest = useRef(onSettled);
  latest.current = onSettled;
  useEffect(() => {
    if (before.current === value) return;
    before.current = value;
    const rest = setTimeout(() => latest.current(), REST);
    return () => clearTimeout(rest);
  }, [value]);
}

/** The point of the plot that stays when the zoom changes: the cursor where it is in view, else the middle. */
function anchorOf(place: Place | undefined, { zoom, left }: View, width: number): number {
  if (place === undefined) return width / 2;
  const point = (place.day + 0.5) * zoom.dayWidth - left;
  return point < 0 || point > width ? width / 2 : point;
}
