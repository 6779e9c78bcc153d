import { specOf } from '@tapehaul/coverage';
import { type Columns, columnCount } from './columns.ts';
import { FLAW, type Flaws, NO_FLAWS } from './flaws.ts';
import type { Grid, GridRow } from './grid.ts';
import { INK_OF_CODE, inkNumber, shareInk } from './inks.ts';

/** How bad the worst day of a block is: nothing is missing, it is missing in the archive, or through us. */
export const MISSING = { none: 0, archive: 1, ours: 2 } as const;

/** What is drawn at one level: an ink for each cell, and what is missing in each. */
export interface Layer {
  readonly columns: Columns;
  /** Number of the ink of each cell, row by row, in the order of the rows that were given. */
  readonly inks: Uint8Array;
  /** Of each cell, one of {@link MISSING}: the worst of its days. */
  readonly missing: Uint8Array;
  /** Of each cell, the worst of `FLAW` in the rows of its held days; empty where there is none. */
  readonly flaws: Uint8Array;
}

/** How many days of a block are how. */
export interface BlockFigures {
  readonly days: number;
  readonly known: number;
  readonly expected: number;
  readonly held: number;
  readonly ours: number;
  readonly archive: number;
}

const HELD = INK_OF_CODE.map((_, code) => Number(specOf(code).held));
const EXPECTED = INK_OF_CODE.map((_, code) => Number(specOf(code).expected));
/** Of each code, one of {@link MISSING}. */
const MISSING_OF_CODE: Uint8Array = INK_OF_CODE.map((_, code) => {
  const { expected, held, fault } = specOf(code);
  if (!expected || held || (fault !== 'ours' && fault !== 'archive')) return MISSING.none;
  return MISSING[fault];
});
const [BLANK, OUTSIDE, COMING] = [inkNumber('blank'), inkNumber('outside'), inkNumber('coming')];

/** What is missing of a day with that code, as one of {@link MISSING}. */
export function missingOf(code: number): number {
  return MISSING_OF_CODE[code] ?? MISSING.none;
}

/** Aggregates the days of rows, in their order, into the cells of columns: the state of a day, else the share that is held. */
export function layerOf(
  grid: Grid,
  rows: readonly GridRow[],
  columns: Columns,
  flaws: Flaws = NO_FLAWS,
): Layer {
  const flawed = flawsOfCells(flaws, rows, columns);
  if (columns.level === 'day') return { ...layerOfDays(grid, rows, columns), flaws: flawed };
  const width = columnCount(columns);
  const inks = new Uint8Array(rows.length * width);
  const missing = new Uint8Array(rows.length * width);
  rows.forEach(({ offset }, place) => {
    for (let column = 0; column < width; column += 1) {
      const cell = place * width + column;
      const [from, to] = [columns.starts[column] ?? 0, columns.starts[column + 1] ?? 0];
      const block = blockOf(grid.codes, offset + from, offset + to);
      inks[cell] = inkOfBlock(block);
      missing[cell] = block.ours > 0 ? MISSING.ours : block.archive > 0 ? MISSING.archive : MISSING.none;
    }
  });
  return { columns, inks, missing, flaws: flawed };
}

/** The worst flaw of each cell. */
function flawsOfCells(flaws: Flaws, rows: readonly GridRow[], columns: Columns): Uint8Array {
  if (flaws.kinds.length === 0) return flaws.cells;
  const width = columnCount(columns);
  const { starts } = columns;
  const found = new Uint8Array(rows.length * width);
  const severities = Uint8Array.from([FLAW.none, ...flaws.kinds.map(({ severity }) => FLAW[severity])]);
  rows.forEach(({ offset }, place) => {
    for (let column = 0; column < width; column += 1) {
      let worst: number = FLAW.none;
      const end = offset + (starts[column + 1] ?? 0);
      for (let cell = offset + (starts[column] ?? 0); cell < end; cell += 1)
        worst = Math.max(worst, severities[flaws.cells[cell] ?? 0] ?? FLAW.none);
      found[place * width + column] = worst;
    }
  });
  return found;
}

/** The same where each column is a day, of which there may be millions. */
function layerOfDays({ codes }: Grid, rows: readonly GridRow[], columns: Columns): Omit<Layer, 'flaws'> {
  const width = columnCount(columns);
  const inks = new Uint8Array(rows.length * width);
  const missing = new Uint8Array(rows.length * width);
  let cell = 0;
  for (const { offset } of rows) {
    for (let place = offset; place < offset + width; place += 1, cell += 1) {
      const code = codes[place] ?? 0;
      inks[cell] = INK_OF_CODE[code] ?? BLANK;
      missing[cell] = MISSING_OF_CODE[code] ?? MISSING.none;
    }
  }
  return { columns, inks, missing };
}

/** Counts the days between two places of the codes. */
export function blockOf(codes: Uint8Array, from: number, to: number): BlockFigures {
  let [known, expected, held, ours, archive] = [0, 0, 0, 0, 0];
  for (let place = from; place < to; place += 1) {
    const code = codes[place] ?? 0;
    if (code === 0) continue;
    known += 1;
    expected += EXPECTED[code] ?? 0;
    held += HELD[code] ?? 0;
    const missing = missingOf(code);
    if (missing === MISSING.ours) ours += 1;
    else if (missing === MISSING.archive) archive += 1;
  }
  return { days: to - from, known, expected, held, ours, archive };
}

/** The number of the ink of a block: blank, nothing expected, all still to come, or the share that is held. */
function inkOfBlock({ known, expected, held, ours, archive }: BlockFigures): number {
  if (known === 0) return BLANK;
  if (expected === 0) return OUTSIDE;
  // Days that only time brings are no holes: a month that has begun is as good as what exists of it.
  const due = held + ours + archive;
  return due === 0 ? COMING : inkNumber(shareInk(held, due));
}
