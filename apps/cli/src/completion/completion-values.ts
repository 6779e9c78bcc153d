import { BUILT_IN_MATRIX, configJsonSchema } from '@tapehaul/config';
import { type CatalogReader, everyRow, FLOW_NAME, runRequest, seriesParts } from '@tapehaul/workflow';
import { lookAt } from '../options/place.ts';
import { requestText } from '../show/request-text.ts';
import { pathsFrom } from './completion-paths.ts';

/** Something that can be typed, and what it is. */
export interface Value {
  readonly value: string;
  readonly about: string;
}

/** Runs that are offered, the newest. */
const RUNS = 20;
/** Series that are read for names. */
const SERIES = 2_000;

/** What can be typed as the value of an option, by its long name, and of an argument; read when it is needed. */
export function completionValues(args: readonly string[]) {
  const word = (args.at(-1) ?? '').replace(/^--[\w-]+=/, '');
  const paths = (extension?: string) => () =>
    pathsFrom(word, extension).map((value) => ({ value, about: '' }));
  /** What a list with commas has already: values are offered behind it. */
  const before = word.slice(0, word.lastIndexOf(',') + 1);
  const list = (values: Iterable<string>): Value[] =>
    [...values].map((it) => ({ value: `${before}${it}`, about: '' }));
  const recorded = <Result>(read: (record: CatalogReader) => Result[]): Result[] => {
    const dir = optionValue(args, ['--dir', '-o']);
    try {
      return lookAt(dir === undefined ? {} : { dir }, read);
    } catch {
      // Without a record there is nothing to offer, and a shell that completes is no place for an error.
      return [];
    }
  };
  const series = (): string[] =>
    recorded((record) =>
      firstOf(
        everyRow((page) => record.coverage(page)),
        SERIES,
      ).map((it) => it.series),
    );
  return {
    options: {
      market: () => list(new Set(BUILT_IN_MATRIX.map(({ market }) => market))),
      type: () => list(new Set(BUILT_IN_MATRIX.map(({ dataType }) => dataType))),
      interval: () => list(new Set(BUILT_IN_MATRIX.flatMap(({ intervals }) => intervals ?? []))),
      symbol: () => list(new Set(series().map((name) => seriesParts(name).symbol))),
      series: () => list(new Set(series())),
      to: () => list(['latest']),
      set: () => settings(),
      run: () => runs(recorded),
      dir: paths(),
      as: () => list(['data/spot/', 'data/futures/um/', 'data/futures/cm/', 'data/option/']),
    },
    arguments: {
      run: () => runs(recorded),
      config: paths('.json'),
      file: paths('.json'),
      directory: paths(),
      folder: paths(),
    },
  };
}

function runs(recorded: (read: (record: CatalogReader) => Value[]) => Value[]): Value[] {
  const newest = recorded((record) =>
    record.runs({ flow: FLOW_NAME, limit: RUNS }).rows.map((run) => {
      const request = runRequest({ parameters: record.run(run.runId)?.parameters });
      return { value: run.runId, about: `${run.state}: ${requestText(request)}` };
    }),
  );
  return newest.length === 0 ? [] : [...newest, { value: 'latest', about: 'the newest run' }];
}

/** Every setting: with each of its values where it has a few only, such as `partition=daily`, else open, `batch_size=`. */
function settings(): Value[] {
  return settingsOf(configJsonSchema(), '').map((value) => ({ value, about: '' }));
}

interface SettingSchema {
  readonly properties?: Record<string, SettingSchema>;
  readonly enum?: unknown[];
  readonly type?: string;
}

function settingsOf({ properties = {} }: SettingSchema, group: string): string[] {
  return Object.entries(properties).flatMap(([key, schema]) => {
    const path = `${group}${key}`;
    if (key.startsWith('$')) return [];
    if (schema.properties !== undefined) return settingsOf(schema, `${path}.`);
    const values = schema.type === 'boolean' ? [true, false] : (schema.enum ?? ['']);
    return values.map((it) => `${path}=${String(it)}`);
  });
}

/** The value of an option among words, such as `--dir data` or `--dir=data`. */
function optionValue(words: readonly string[], names: readonly string[]): string | undefined {
  for (const [at, word] of words.entries()) {
    if (names.includes(word)) return words[at + 1];
    const name = names.find((it) => it.startsWith('--') && word.startsWith(`${it}=`));
    if (name !== undefined) return word.slice(name.length + 1);
  }
  return undefined;
}

function firstOf<Row>(rows: Iterable<Row>, most: number): Row[] {
  const first: Row[] = [];
  for (const row of rows) {
    if (first.length === most) break;
    first.push(row);
  }
  return first;
}
