export { chooseDay } from './choice/choose-day.ts';
export type { DayChoice, DayComparison, DaySide, Repair } from './choice/day-choice.ts';
export type { DecimalShape, Derivation, Grain } from './facts/table-facts.ts';
export { grainOf } from './layout/grain.ts';
export { parsePartitionPath, partitionPath, TABLES_FOLDER, tableFolder } from './layout/partition-path.ts';
export { partitionDays, partitionOf, partitionsOfSpan } from './layout/partitions.ts';
export type { TablePartition } from './layout/table-partition.ts';
export { explainGaps } from './outages/explain-gaps.ts';
export { VENUE_OUTAGES, type VenueOutage } from './outages/venue-outages.ts';
export type { CheckedSource } from './rules/check/checked-source.ts';
export { rowChecker } from './rules/check/checker-of-table.ts';
export type { RowChecker } from './rules/row-checker.ts';
export type { RowFinding, Severity } from './rules/row-finding.ts';
export type { RowRule } from './rules/row-rule.ts';
export { ROW_RULES, rowRule } from './rules/row-rules.ts';
export { chainBreak, type PartitionEdges } from './rules/watch/chain-break.ts';
export { holesOn, isSuspicious } from './rules/weigh-findings.ts';
export type { FieldFormat, SourceField } from './schema/source-field.ts';
export { sourceFields } from './schema/source-fields.ts';
export type {
  ColumnKind,
  Numbers,
  TableColumn,
  TableSchema,
} from './schema/table-schema.ts';
export { tableSchema } from './schema/table-schemas.ts';
