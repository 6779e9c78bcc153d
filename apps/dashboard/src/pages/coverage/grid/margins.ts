import { columnCount } from './columns.ts';
import type { Layer } from './layer.ts';

/** What the margins of a map say of its rows and columns: the worst of `MISSING` in each. */
export interface Margins {
  readonly rows: Uint8Array;
  readonly columns: Uint8Array;
}

/** Which rows and which columns of a layer have holes, and whose. */
export function marginsOf({ columns, missing }: Layer): Margins {
  const width = columnCount(columns);
  const ofRows = new Uint8Array(width === 0 ? 0 : missing.length / width);
  const ofColumns = new Uint8Array(width);
  for (let row = 0, cell = 0; row < ofRows.length; row += 1) {
    for (let column = 0; column < width; column += 1, cell += 1) {
      const worst = missing[cell] ?? 0;
      if (worst > (ofRows[row] ?? 0)) ofRows[row] = worst;
      if (worst > (ofColumns[column] ?? 0)) ofColumns[column] = worst;
    }
  }
  return { rows: ofRows, columns: ofColumns };
}
