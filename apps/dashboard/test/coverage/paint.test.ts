import { describe, expect, test } from 'vitest';
import { columnsOf, type Level } from '../../src/pages/coverage/grid/columns.ts';
import { INKS, type Ink } from '../../src/pages/coverage/grid/inks.ts';
import { layerOf } from '../../src/pages/coverage/grid/layer.ts';
import { marginsOf } from '../../src/pages/coverage/grid/margins.ts';
import { rowLabels } from '../../src/pages/coverage/grid/row-labels.ts';
import { frameOf, type View } from '../../src/pages/coverage/paint/frame.ts';
import { cellsInView } from '../../src/pages/coverage/paint/marks.ts';
import { paintMap } from '../../src/pages/coverage/paint/paint-map.ts';
import type { Picture } from '../../src/pages/coverage/paint/picture.ts';
import { gridOf } from './grids.ts';
import { Pixels } from './pixels.ts';

const grid = gridOf({
  'spot/klines/BTCUSDT/1h': ['2025-01-30', '##f#'],
  'spot/klines/ETHUSDT/1h': ['2025-01-30', '#g##'],
  'spot/klines/SOLUSDT/1h': ['2025-01-30', '####'],
});
const ink = Object.fromEntries(INKS.map((name) => [name, `ink ${name}`])) as Record<Ink, string>;
const others = { surface: 'surface', text: 'text', faint: 'faint', cursor: 'cursor', outline: 'outline' };
const palette = { ink, pixels: Uint32Array.from(INKS, (_, number) => number), ...others };

/** A picture of the map at a level, whose cells are the names of their inks. */
function pictureOf(level: Level): Picture {
  const columns = columnsOf(level, grid.first, grid.days);
  const layer = layerOf(grid, grid.rows, columns);
  const days = columnsOf('day', grid.first, grid.days);
  const cell = (x: number, y: number): string => {
    const column = columns.starts.findLastIndex((start) => start <= x);
    return `ink ${INKS[layer.inks[y * (columns.starts.length - 1) + column] ?? 0]}`;
  };
  // Only its size and its points are read.
  const raster = Object.assign(cell, { width: days.starts.length - 1, height: grid.rows.length });
  const labels = rowLabels(grid.rows);
  const of = { grid, rows: grid.rows, labels, columns, layer, margins: marginsOf(layer), palette };
  return { ...of, raster: raster as unknown as HTMLCanvasElement };
}

const frame = frameOf(300, 120, 10);
const view: View = { frame, zoom: { level: 'day', dayWidth: 20, rowHeight: 20 }, left: 0, top: 0 };
const still = { cursor: undefined, hover: undefined };

function painted(
  picture: Picture,
  its: View = view,
  cursors: Parameters<typeof paintMap>[3] = still,
): Pixels {
  const pixels = new Pixels();
  paintMap(pixels as unknown as CanvasRenderingContext2D, its, picture, cursors, true);
  return pixels;
}

/** The middle of a cell. */
const middle = (row: number, day: number): [number, number] => [
  frame.names + day * 20 + 10,
  frame.axis + row * 20 + 10,
];

describe('the map', () => {
  test('has each day in the colour of its state, and nothing behind the last day and row', () => {
    const pixels = painted(pictureOf('day'));
    expect(pixels.at(...middle(0, 0))).toBe('ink held');
    expect(pixels.at(...middle(0, 2))).toBe('ink ours');
    expect(pixels.at(...middle(1, 1))).toBe('ink archive');
    expect(pixels.at(...middle(3, 0))).toBe('surface');
    expect(pixels.at(...middle(0, 6))).toBe('surface');
  });

  test('has months shaded by the share that is held', () => {
    const pixels = painted(pictureOf('month'), { ...view, zoom: { ...view.zoom, level: 'month' } });
    expect(pixels.at(...middle(0, 0))).toBe('ink held');
    expect(pixels.at(...middle(0, 3))).toBe('ink share-most');
    expect(pixels.at(...middle(1, 0))).toBe('ink share-most');
  });

  test('that is scrolled begins with a later day and row', () => {
    const pixels = painted(pictureOf('day'), { ...view, left: 40, top: 20 });
    expect(pixels.at(...middle(0, 0))).toBe('ink held');
    const up = painted(pictureOf('day'), { ...view, left: 20, top: 20 });
    expect(up.at(...middle(0, 0))).toBe('ink archive');
  });

  test('marks rows and columns that have holes in its margins', () => {
    const pixels = painted(pictureOf('day'));
    const ticks = frame.names + 80 + 6;
    expect(pixels.at(ticks, frame.axis + 10)).toBe('ink ours');
    expect(pixels.at(ticks, frame.axis + 26)).toBe('outline');
    expect(pixels.at(ticks, frame.axis + 50)).toBe('surface');
    expect(pixels.at(frame.names + 50, frame.axis - 5)).toBe('ink ours');
    expect(pixels.at(frame.names + 10, frame.axis - 5)).toBe('surface');
  });

  test('names its rows, and as many as can be read where they are low', () => {
    expect(painted(pictureOf('day')).texts).toEqual(
      expect.arrayContaining(['BTCUSDT 1h', 'ETHUSDT 1h', 'SOLUSDT 1h']),
    );
    const low = { ...view, zoom: { ...view.zoom, rowHeight: 5 } };
    const names = (cursor: { row: number; day: number } | undefined) =>
      painted(pictureOf('day'), low, { cursor, hover: undefined }).texts.filter((text) =>
        text.endsWith('1h'),
      );
    expect(names(undefined)).toEqual(['BTCUSDT 1h']);
    expect(names({ row: 2, day: 0 })).toEqual(['SOLUSDT 1h']);
  });

  test('outlines the cell of the cursor', () => {
    expect(painted(pictureOf('day')).count('cursor')).toBe(0);
    const pixels = painted(pictureOf('day'), view, { cursor: { row: 1, day: 2 }, hover: undefined });
    expect(pixels.count('cursor')).toBeGreaterThan(40);
    expect(pixels.at(...middle(1, 2))).toBe('ink held');
  });
});

test('cells in view are counted by what a cell stands for', () => {
  expect(cellsInView(view, pictureOf('day').layer)).toBe(12);
  expect(cellsInView(view, pictureOf('month').layer)).toBe(6);
  expect(cellsInView({ ...view, left: 40, top: 20 }, pictureOf('day').layer)).toBe(4);
});
