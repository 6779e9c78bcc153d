import { columnCount } from '../grid/columns.ts';
import type { Layer } from '../grid/layer.ts';

/**
 * The picture of a layer with one pixel for a day and a row, whatever a cell of the layer stands for: all levels share one scale,
 * so that the zoom changes only how the picture is drawn.
 */
export function rasterPixels({ columns, inks }: Layer, palette: Uint32Array): Uint32Array {
  const width = columnCount(columns);
  const days = columns.starts[width] ?? 0;
  const rows = width === 0 ? 0 : inks.length / width;
  const pixels = new Uint32Array(rows * days);
  if (columns.level === 'day') {
    for (let cell = 0; cell < pixels.length; cell += 1) pixels[cell] = palette[inks[cell] ?? 0] ?? 0;
    return pixels;
  }
  for (let row = 0, cell = 0; row < rows; row += 1) {
    const start = row * days;
    for (let column = 0; column < width; column += 1, cell += 1) {
      const colour = palette[inks[cell] ?? 0] ?? 0;
      pixels.fill(colour, start + (columns.starts[column] ?? 0), start + (columns.starts[column + 1] ?? 0));
    }
  }
  return pixels;
}

/** Draws such a picture off the screen, once for a layer and a theme; undefined for a map without cells. */
export function rasterOf(layer: Layer, palette: Uint32Array): HTMLCanvasElement | undefined {
  const days = layer.columns.starts.at(-1) ?? 0;
  const pixels = rasterPixels(layer, palette);
  if (days === 0 || pixels.length === 0) return undefined;
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [days, pixels.length / days];
  const image = new ImageData(new Uint8ClampedArray(pixels.buffer as ArrayBuffer), days);
  canvas.getContext('2d')?.putImageData(image, 0, 0);
  return canvas;
}
