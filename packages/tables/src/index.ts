export type { DayChoice, DayComparison, DaySide, Repair } from './choice/day-choice.ts';
export type { TablePartition } from './layout/table-partition.ts';
export type { RowChecker } from './rules/row-checker.ts';
export type { RowFinding, Severity } from './rules/row-finding.ts';
export type { FieldFormat, SourceField } from './schema/source-field.ts';
export type { ColumnKind, DecimalShape, Numbers, TableColumn, TableSchema } from './schema/table-schema.ts';
