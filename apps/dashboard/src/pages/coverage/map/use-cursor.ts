import { useMemo, useState } from 'react';
import type { Grid, GridRow } from '../grid/grid.ts';
import type { Place } from '../grid/next-hole.ts';

/** A day of a series, which stays the same when the rows are sorted anew or more days come. */
export interface Spot {
  readonly series: string;
  /** As a number since 1970-01-01. */
  readonly day: number;
}

/** The cell of the keyboard, at first the one that is explained, and the cell under the pointer. */
export interface Cursor {
  readonly place: Place | undefined;
  readonly hover: Place | undefined;
  readonly moveTo: (place: Place) => void;
  readonly hoverOver: (place: Place | undefined) => void;
}

/** Keeps the cursor of a map by its series and day. */
export function useCursor(grid: Grid, rows: readonly GridRow[], selected: Spot | undefined): Cursor {
  const [spot, setSpot] = useState<Spot>();
  const [hover, setHover] = useState<Place>();
  return {
    place: usePlace(spot ?? selected, grid, rows),
    hover,
    moveTo: ({ row, day }) => {
      const shown = rows[row];
      if (shown !== undefined) setSpot({ series: shown.series, day: grid.first + day });
    },
    hoverOver: (under) =>
      setHover((old) => (old?.row === under?.row && old?.day === under?.day ? old : under)),
  };
}

/** Where a day of a series stands now; undefined where the map does not show it. */
function usePlace(
  spot: Spot | undefined,
  { first, days }: Grid,
  rows: readonly GridRow[],
): Place | undefined {
  const { series, day } = spot ?? {};
  return useMemo(() => {
    const row = rows.findIndex((it) => it.series === series);
    if (day === undefined || row === -1 || day < first || day >= first + days) return undefined;
    return { row, day: day - first };
  }, [series, day, first, days, rows]);
}
