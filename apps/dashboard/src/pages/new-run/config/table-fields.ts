import { type ConfigJson, isObject } from './config-json.ts';

/** Choices about tables in the form. */
export const TABLE_KEYS = ['tables', 'numbers', 'repair'] as const;

/** A choice about tables in the form. */
export type TableKey = (typeof TABLE_KEYS)[number];

/** What the form shows of `tables`: whether tables are built, how numbers are kept, and what is repaired. */
export interface TableFields {
  readonly isOn: boolean;
  /** Empty for the default; undefined where only the JSON shows it. */
  readonly numbers: string | undefined;
  readonly repair: string | undefined;
}

/** Reads the choices about tables; undefined where only the JSON shows them. */
export function tableFields({ tables = false }: ConfigJson): TableFields | undefined {
  if (typeof tables === 'boolean') return { isOn: tables, numbers: '', repair: '' };
  if (!isObject(tables)) return undefined;
  return { isOn: true, numbers: textOf(tables.numbers), repair: textOf(tables.repair) };
}

/** `tables` with another choice; undefined where the key is to be removed. Other settings of tables stay. */
export function withTableField({ tables }: ConfigJson, key: TableKey, value: string): unknown {
  if (key === 'tables') return value === '' ? undefined : true;
  const { [key]: _, ...rest } = isObject(tables) ? tables : {};
  const settings = value === '' ? rest : { ...rest, [key]: value };
  return Object.keys(settings).length === 0 ? true : settings;
}

function textOf(value: unknown): string | undefined {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : undefined;
}
