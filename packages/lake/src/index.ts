export { type ArrowStream, openArrowStream } from './arrow/arrow-stream.ts';
export { type BuildOptions, buildMonth, type CheckOptions, checkMonth } from './build/build-month.ts';
export type { DayProgress } from './build/draft-month.ts';
export type { MonthOrder, MonthReport, SourceFault, StrayRows } from './build/order/month-order.ts';
export { type MonthPartition, monthPartitions, type SourcePeriod } from './build/order/month-partitions.ts';
export type {
  BuiltPartition,
  CheckedPartition,
  DayOrigin,
  PartitionSource,
} from './build/partition/built-partition.ts';
export { METADATA_KEY } from './build/partition/file-metadata.ts';
export { type PartitionMaking, partitionIdentity } from './build/partition/partition-identity.ts';
export { type ReadDay, type ReadMonthOptions, readMonth } from './build/read-month.ts';
export type { ThreadBuildOptions } from './build/thread/month-thread.ts';
export {
  type MonthThreads,
  type MonthThreadsOptions,
  startMonthThreads,
} from './build/thread/month-threads.ts';
export type { ExportColumn } from './parquet/export-column.ts';
export type { DuckdbWriterOptions } from './parquet/open-duckdb.ts';
export {
  openParquetFiles,
  type ParquetDescription,
  type ParquetExport,
  type ParquetFiles,
} from './parquet/parquet-files.ts';
export type { StagedTable } from './parquet/stage-file.ts';
export { type ReadDaysOptions, readDays } from './read/read-days.ts';
export { compareDays, type DifferingRows, type RowsComparison } from './rows/compare-days.ts';
export { concatRows } from './rows/concat-rows.ts';
export type { DayRows, SourceReport } from './rows/day-rows.ts';
export { cellText, headerText, rowText } from './rows/row-text.ts';
export type { ColumnValues, FixedValues, TableRows, TextValues } from './rows/table-rows.ts';
export { uniteRows } from './rows/unite-rows.ts';
export type { TableSource } from './source/table-source.ts';
export { type RowFormat, rowLines } from './text/row-lines.ts';
export { duckdbWriter } from './write/duckdb-writer.ts';
export { type PublishedPlace, publishTable } from './write/publish-table.ts';
export { type StagingOptions, stageTable } from './write/stage-table.ts';
export type { NewTableFile, TableWriter } from './write/table-writer.ts';
