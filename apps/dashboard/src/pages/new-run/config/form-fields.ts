import { type ConfigJson, isObject } from './config-json.ts';
import { TABLE_KEYS, type TableFields, type TableKey, tableFields, withTableField } from './table-fields.ts';

/** Keys of a configuration that are lists in the form. */
export const LIST_KEYS = ['markets', 'data_types', 'intervals', 'symbols', 'exclude_symbols'] as const;
/** Keys that are single texts or choices in the form. */
export const TEXT_KEYS = ['output_directory', 'planning', 'partition', 'engine', 'proof'] as const;
/** Keys that are whole numbers in the form. */
export const NUMBER_KEYS = ['max_parallel_downloads', 'max_bytes_per_second'] as const;

/** A list of the form. */
export type ListKey = (typeof LIST_KEYS)[number];
/** A text of the form. */
export type TextKey = (typeof TEXT_KEYS)[number];
/** A number of the form. */
export type NumberKey = (typeof NUMBER_KEYS)[number];
/** A day of the form. */
export type DayKey = 'start' | 'end';
/** A field of the form. */
export type FieldKey = ListKey | TextKey | NumberKey | DayKey | TableKey;

/** What the form shows of a configuration. Undefined: it is written in a way that only the JSON shows, such as symbols by market. */
export interface FormFields {
  readonly lists: Readonly<Record<ListKey, readonly string[] | undefined>>;
  readonly texts: Readonly<Record<TextKey, string | undefined>>;
  /** As text: what is no number is shown as it is written. */
  readonly numbers: Readonly<Record<NumberKey, string | undefined>>;
  readonly days: Readonly<Record<DayKey, string | undefined>>;
  readonly tables: TableFields | undefined;
}

/** Reads the fields of the form from a configuration. */
export function formFields(config: ConfigJson): FormFields {
  const range = config.date_range;
  const days = range === undefined || isObject(range) ? (range ?? {}) : undefined;
  return {
    lists: record(LIST_KEYS, (key) => listOf(config[key])),
    texts: record(TEXT_KEYS, (key) => textOf(config[key])),
    numbers: record(NUMBER_KEYS, (key) => numberOf(config[key])),
    days: record(['start', 'end'], (key) => (days === undefined ? undefined : textOf(days[key]))),
    tables: tableFields(config),
  };
}

/** The configuration with another value of a field; all other keys stay as they are, and an empty value removes the key. */
export function withField(config: ConfigJson, key: FieldKey, value: string | readonly string[]): ConfigJson {
  if (key === 'start' || key === 'end') {
    const range = isObject(config.date_range) ? config.date_range : {};
    return withKey(config, 'date_range', orNothing(withKey(range, key, value === '' ? undefined : value)));
  }
  if (isTableKey(key)) return withKey(config, 'tables', withTableField(config, key, String(value)));
  if (value.length === 0) return withKey(config, key, undefined);
  if (!isNumberKey(key) || typeof value !== 'string') return withKey(config, key, value);
  const number = Number(value);
  // What is no number is kept as it was typed, so that the check can say so.
  return withKey(config, key, Number.isFinite(number) ? number : value);
}

/** The field of the form that a problem is about, by its path; undefined for one that only the JSON shows. */
export function fieldOf(path: string): FieldKey | undefined {
  const [key = '', inner] = path.split(/[.[]/);
  if (key === 'date_range') return inner === 'end' ? 'end' : 'start';
  if (key === 'tables') return TABLE_KEYS.find((it) => it === inner) ?? 'tables';
  return FIELD_KEYS.find((it) => it === key);
}

/** The configuration with one value, such as `symbols[0]`, replaced; undefined where nothing that is a text stands at that path. */
export function withSuggestion(config: ConfigJson, path: string, suggestion: string): ConfigJson | undefined {
  const [key = '', ...inner] = path.split(/[.[\]]+/).filter((part) => part !== '');
  const replaced = replaceAt(config[key], inner, suggestion);
  if (replaced === undefined) return undefined;
  // A name that was chosen already is not chosen twice.
  return { ...config, [key]: Array.isArray(replaced) ? [...new Set(replaced)] : replaced };
}

const FIELD_KEYS: readonly FieldKey[] = [...LIST_KEYS, ...TEXT_KEYS, ...NUMBER_KEYS];

function isTableKey(key: FieldKey): key is TableKey {
  return TABLE_KEYS.some((it) => it === key);
}

function isNumberKey(key: FieldKey): key is NumberKey {
  return NUMBER_KEYS.some((it) => it === key);
}

function replaceAt(value: unknown, path: readonly string[], text: string): unknown {
  const [key, ...inner] = path;
  if (key === undefined) return typeof value === 'string' ? text : undefined;
  if (Array.isArray(value)) {
    const at = Number(key);
    const replaced = replaceAt(value[at], inner, text);
    return replaced === undefined ? undefined : value.map((item, place) => (place === at ? replaced : item));
  }
  if (!isObject(value)) return undefined;
  const replaced = replaceAt(value[key], inner, text);
  return replaced === undefined ? undefined : { ...value, [key]: replaced };
}

function withKey(config: ConfigJson, key: string, value: unknown): ConfigJson {
  const { [key]: _, ...rest } = config;
  return value === undefined ? rest : { ...config, [key]: value };
}

function orNothing(value: ConfigJson): ConfigJson | undefined {
  return Object.keys(value).length === 0 ? undefined : value;
}

function listOf(value: unknown): readonly string[] | undefined {
  if (value === undefined) return [];
  const isList = Array.isArray(value) && value.every((item): item is string => typeof item === 'string');
  return isList ? value : undefined;
}

function textOf(value: unknown): string | undefined {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : undefined;
}

function numberOf(value: unknown): string | undefined {
  return typeof value === 'number' ? String(value) : textOf(value);
}

function record<Key extends string, Value>(
  keys: readonly Key[],
  of: (key: Key) => Value,
): Record<Key, Value> {
  return Object.fromEntries(keys.map((key) => [key, of(key)])) as Record<Key, Value>;
}
