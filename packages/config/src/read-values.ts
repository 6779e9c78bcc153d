import { AVAILABILITY, asDataType, DATA_TYPES, isCandleType, MARKETS } from '@tapehaul/archive';
import type { Problem } from '@tapehaul/errors';
import { isNewest, readDays } from './day-names.ts';
import { folded } from './folded.ts';
import { readIntervalName } from './interval-names.ts';
import { readMarketName } from './market-names.ts';
import { found } from './problems.ts';
import { readOutput, readPath } from './read-output.ts';
import { hasPattern, readSymbols } from './read-symbols.ts';
import { isRecord } from './records.ts';
import { readTypeName } from './type-names.ts';

type Input = Readonly<Record<string, unknown>>;

/** A configuration in our words. */
export interface ValuesRead {
  readonly input: Input;
  readonly problems: readonly Problem[];
  readonly notes: readonly Problem[];
}

/**
 * Reads values that other tools spell differently: markets, data types, intervals, symbols, days and places. What cannot
 * be read is left as it is, for the schema to refuse. `strict` reads no places.
 */
export function readValues(
  input: Input,
  strict: boolean,
  writtenAt: ReadonlyMap<string, string>,
): ValuesRead {
  const reader = new ValueReader(input);
  reader.texts('markets', (text) => (isAll(text) ? MARKETS : readMarketName(text)));
  reader.texts('data_types', (text) => (isAll(text) ? reader.typesThere() : readTypeName(text)));
  reader.intervals();
  reader.symbols('symbols');
  reader.symbols('exclude_symbols');
  reader.days();
  reader.workflow();
  reader.planning();
  if (!strict) reader.places(writtenAt);
  return reader;
}

class ValueReader implements ValuesRead {
  input: Input;
  readonly problems: Problem[] = [];
  readonly notes: Problem[] = [];

  constructor(input: Input) {
    this.input = input;
  }

  /** Reads each text of a list; a text alone is a list of one. */
  texts(key: string, read: (text: string) => string | readonly string[] | undefined): void {
    const value = this.input[key];
    const list = typeof value === 'string' ? value.split(',').map((text) => text.trim()) : value;
    if (!Array.isArray(list)) return;
    this.#put(key, this.#list(key, list, read));
  }

  /** Every type that one of the markets has or had. */
  typesThere(): readonly string[] {
    const { markets } = this.input;
    const rows = AVAILABILITY.filter(({ market }) => !Array.isArray(markets) || markets.includes(market));
    return DATA_TYPES.filter((type) => rows.some(({ dataType }) => dataType === type));
  }

  intervals(): void {
    const { intervals } = this.input;
    const list = Array.isArray(intervals) ? intervals : [intervals];
    if (isRecord(intervals)) this.#intervalsByType(intervals);
    else if (list.length > 0 && list.every((text) => typeof text === 'string' && isAll(text))) {
      this.#drop('intervals', 'read as all intervals that there are');
    } else this.texts('intervals', readIntervalName);
  }

  symbols(key: 'symbols' | 'exclude_symbols'): void {
    const value = this.input[key];
    const { markets, data_types } = this.input;
    const types = Array.isArray(data_types) ? data_types.filter((type) => typeof type === 'string') : [];
    const read = (path: string, list: unknown, of: readonly unknown[]): unknown => {
      const texts = typeof list === 'string' ? list.split(',').map((text) => text.trim()) : list;
      if (!Array.isArray(texts)) return list;
      const { symbols, problems, changed } = readSymbols(path, texts, of, types);
      this.problems.push(...problems);
      this.#noteChanges(path, changed);
      return symbols;
    };
    if (isRecord(value)) {
      const entries = Object.entries(value).filter(([, list]) => list !== null);
      const named = entries.map(([name, list]) => {
        const market = readMarketName(name) ?? name;
        if (market !== name) this.notes.push({ path: `${key}.${name}`, message: `read as ${key}.${market}` });
        return [market, read(`${key}.${name}`, list, [market])] as const;
      });
      this.#put(key, Object.fromEntries(named));
    } else if (value !== undefined) this.#put(key, read(key, value, Array.isArray(markets) ? markets : []));
  }

  days(): void {
    const { date_range } = this.input;
    if (!isRecord(date_range)) return;
    const { start, end } = date_range;
    const first = readDays(start)?.first ?? start;
    const last = typeof end === 'string' && isNewest(end) ? 'latest' : (readDays(end)?.last ?? end);
    if (first !== start) this.#note('date_range.start', start, first);
    if (last !== end)
      this.#note('date_range.end', end, `${last}${last === 'latest' ? '' : ', which is included'}`);
    this.#put('date_range', { ...date_range, start: first, end: last });
  }

  workflow(): void {
    const { workflow_type } = this.input;
    if (typeof workflow_type !== 'string' || !WORKFLOWS.has(folded(workflow_type))) return;
    if (workflow_type !== OURS) this.#note('workflow_type', workflow_type, OURS);
    this.#put('workflow_type', OURS);
  }

  /** Patterns need names, which only a listing has. */
  planning(): void {
    const { planning, symbols } = this.input;
    if (planning !== undefined || !hasPattern(symbols)) return;
    this.#put('planning', 'listing');
    this.notes.push({ path: 'planning', message: 'set to listing, since symbols have a pattern' });
  }

  places(writtenAt: ReadonlyMap<string, string>): void {
    this.input = readOutput(this.input, writtenAt, this.problems, this.notes);
    this.input = readPath(this.input, 'matrix_path', this.problems);
  }

  #intervalsByType(intervals: Input): void {
    const read = Object.entries(intervals).flatMap(([name, list]) => {
      const path = `intervals.${name}`;
      const type = readTypeName(name);
      if (type !== undefined && !isCandleType(type)) {
        this.notes.push({ path, message: `has no effect: files of ${type} have no interval` });
        return [];
      }
      const texts = typeof list === 'string' ? [list] : list;
      if (
        list === null ||
        (Array.isArray(texts) && texts.length > 0 && texts.every((one) => isAll(String(one))))
      )
        return [];
      return [
        [type ?? name, Array.isArray(texts) ? this.#list(path, texts, readIntervalName) : texts] as const,
      ];
    });
    const types = this.input.data_types;
    const without = (Array.isArray(types) ? types : []).filter((type) => {
      const known = typeof type === 'string' ? asDataType(type) : undefined;
      return known !== undefined && isCandleType(known) && !read.some(([name]) => name === known);
    });
    for (const type of without)
      this.notes.push({ path: 'intervals', message: `names none for ${type}: all are taken` });
    if (read.length === 0) this.#drop('intervals');
    else this.#put('intervals', Object.fromEntries(read));
  }

  #list(
    path: string,
    list: readonly unknown[],
    read: (text: string) => string | readonly string[] | undefined,
  ): unknown[] {
    const changed: [string, string][] = [];
    const all = list.flatMap((entry) => {
      const ours = typeof entry === 'string' ? read(entry) : undefined;
      if (ours === undefined || ours === entry) return [entry];
      changed.push([String(entry), typeof ours === 'string' ? ours : ours.join(', ')]);
      return ours;
    });
    this.#noteChanges(path, changed);
    return all;
  }

  #noteChanges(path: string, changed: readonly (readonly [from: string, to: string])[]): void {
    if (changed.length === 0) return;
    const first = changed.slice(0, 3).map(([from, to]) => `"${from}" is read as ${to}`);
    const more = changed.length > first.length ? `, and ${changed.length - first.length} more` : '';
    this.notes.push({ path, message: `${first.join(', ')}${more}` });
  }

  #note(path: string, from: unknown, to: unknown): void {
    this.notes.push({ path, message: `${found(from).replace(/^got /, '')} is read as ${to}` });
  }

  #put(key: string, value: unknown): void {
    this.input = { ...this.input, [key]: value };
  }

  #drop(key: string, message?: string): void {
    const { [key]: _, ...rest } = this.input;
    this.input = rest;
    if (message !== undefined) this.notes.push({ path: key, message });
  }
}

function isAll(text: string): boolean {
  return text === '*' || text.trim().toLowerCase() === 'all';
}

const OURS = 'archive_collection';
/** What the same work is called in configurations of earlier tools. */
const WORKFLOWS = new Set([
  'archivecollection',
  'archivesamples',
  'archivesample',
  'archivedownload',
  'archivecollectionworkflow',
  'binancearchive',
  'archiveingestion',
]);
