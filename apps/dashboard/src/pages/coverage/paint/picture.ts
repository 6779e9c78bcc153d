import { type Columns, columnsOf, type Level } from '../grid/columns.ts';
import type { Flaws } from '../grid/flaws.ts';
import type { Grid, GridRow } from '../grid/grid.ts';
import { type Layer, layerOf } from '../grid/layer.ts';
import { type Margins, marginsOf } from '../grid/margins.ts';
import { rowLabels } from '../grid/row-labels.ts';
import type { Palette } from './palette.ts';
import { rasterOf } from './raster.ts';

/** All that is drawn of a grid at one level. */
export interface Picture {
  readonly grid: Grid;
  readonly rows: readonly GridRow[];
  /** The name of each row. */
  readonly labels: readonly string[];
  readonly columns: Columns;
  readonly layer: Layer;
  readonly margins: Margins;
  readonly palette: Palette;
  readonly raster: HTMLCanvasElement | undefined;
}

/** Makes the pictures of a grid, each level when it is first shown. */
export function pictures(
  grid: Grid,
  rows: readonly GridRow[],
  flaws: Flaws,
  palette: Palette,
): (level: Level) => Picture {
  const made = new Map<Level, Picture>();
  const labels = rowLabels(rows);
  return (level) => {
    const known = made.get(level);
    if (known !== undefined) return known;
    const columns = columnsOf(level, grid.first, grid.days);
    const layer = layerOf(grid, rows, columns, flaws);
    const raster = rasterOf(layer, palette.pixels);
    const picture = { grid, rows, labels, columns, layer, margins: marginsOf(layer), palette, raster };
    made.set(level, picture);
    return picture;
  };
}
