export type { TableSource } from './build/table-source.ts';
export { compareDays, type DifferingRows, type RowsComparison } from './rows/compare-days.ts';
export { concatRows } from './rows/concat-rows.ts';
export type { DayRows, SourceReport } from './rows/day-rows.ts';
export { type ReadDaysOptions, readDays } from './rows/read-days.ts';
export { cellText, headerText, rowText } from './rows/row-text.ts';
export type { ColumnValues, FixedValues, TableRows, TextValues } from './rows/table-rows.ts';
export { uniteRows } from './rows/unite-rows.ts';
export type { NewTableFile, TableWriter } from './write/table-writer.ts';
