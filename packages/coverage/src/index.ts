export { addCounts, countDays, type DayCounts } from './answers/counts.ts';
export { type DayHole, type DaySpan, daySpans, holesOf } from './answers/holes.ts';
export { endOfRun, fromRunLengths, runLengths } from './answers/run-lengths.ts';
export { isRequested, type SeriesFilter } from './answers/series-filter.ts';
export { type StateSpan, settledSpans } from './answers/settled-spans.ts';
export { isStale, newestExpected, newestHeld } from './answers/stale.ts';
export {
  CellBook,
  type CellSpan,
  type ChangedYear,
  type LoadCells,
  type YearCells,
} from './cells/cell-book.ts';
export { type CodesOf, joinedRuns, rangeCodes } from './cells/range-codes.ts';
export { type DayRange, lastOf, type SeriesDays, type StoredYear, seriesDays } from './cells/series-days.ts';
export { CELLS_OF_YEAR, type CellPlace, dayOfPlace, emptyCells, placeOf } from './cells/year-cells.ts';
export { faultOf, isExpected, isHeld, isSettled, specOf } from './states/classes.ts';
export { isDouble, isHeldFile, isOutsideOfLife, stateOfDay } from './states/day-state.ts';
export { endsVerdict, isVerdict, type MonthStatement, markedCode } from './states/marking.ts';
export { reasonOf } from './states/reasons.ts';
export { remedyOf } from './states/remedies.ts';
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
} from './states/states.ts';
