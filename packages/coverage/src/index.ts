export { CellBook, type CellSpan, type LoadCells, lastDayOfPeriod, type YearCells } from './cell-book.ts';
export { faultOf, isExpected, isHeld, isSettled, specOf } from './classes.ts';
export { addCounts, countDays, type DayCounts } from './counts.ts';
export { isDouble, isHeldFile, stateOfDay } from './day-state.ts';
export { type DayHole, holesOf } from './holes.ts';
export { endsVerdicts, isVerdict, markedCode } from './marking.ts';
export { fromRunLengths, runLengths } from './run-lengths.ts';
export { type DayRange, lastOf, type SeriesDays, type StoredYear, seriesDays } from './series-days.ts';
export {
  codeOf,
  DAY_STATE_SPECS,
  DAY_STATES,
  type DayState,
  type DayStateSpec,
  type Fault,
  isDayState,
  REBUILT_WITHIN_DAYS,
  stateOf,
} from './states.ts';
export { CELLS_OF_YEAR, type CellPlace, emptyCells, placeOf } from './year-cells.ts';
