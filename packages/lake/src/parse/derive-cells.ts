import type { PlannedDerivation } from './line-plan.ts';
import type { RowCells } from './row-cells.ts';

const MINUTE = 60_000_000;
const HOUR = 3_600_000_000;

/** Fills the columns that are made from other cells of the row; null where one of them is. */
export function deriveCells(derivations: readonly PlannedDerivation[], cells: RowCells): void {
  for (const { slot, rule, from } of derivations) {
    const first = cells.values[from[0]] ?? Number.NaN;
    const second = cells.values[from[1]] ?? Number.NaN;
    const time =
      rule === 'nearest minute' ? Math.floor(first / MINUTE + 0.5) * MINUTE : first + second * HOUR;
    if (Number.isNaN(time)) {
      cells.setNull(slot);
    } else {
      cells.values[slot] = time;
      cells.setWhole(slot, time);
    }
  }
}
