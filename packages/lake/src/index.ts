export type { TableSource } from './build/table-source.ts';
export type { ColumnValues, FixedValues, TableRows, TextValues } from './rows/table-rows.ts';
export type { NewTableFile, TableWriter } from './write/table-writer.ts';
