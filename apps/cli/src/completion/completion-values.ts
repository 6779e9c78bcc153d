import { BUILT_IN_MATRIX, configJsonSchema } from '@tapehaul/config';
import {
  type CatalogReader,
  everyPage,
  FLOW_NAME,
  firstRows,
  formatSeries,
  ROW_RULES,
  runRequest,
  type SeriesParts,
} from '@tapehaul/workflow';
import { readRecord } from '../options/output-directory.ts';
import { requestText } from '../show/request-text.ts';
import { pathsFrom } from './completion-paths.ts';

/** Something that can be typed, and what it is. */
export interface Value {
  readonly value: string;
  readonly about: string;
}

/** Runs that are offered, the newest. */
const RUNS = 20;
/** Disputes that are offered. */
const DISPUTES = 200;
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
  const recorded: Recorded = async (read) => {
    const dir = optionValue(args, ['--dir', '-o']);
    try {
      return await readRecord(dir === undefined ? {} : { dir }, read);
    } catch {
      // Without a record there is nothing to offer, and a shell that completes is no place for an error.
      return [];
    }
  };
  const series = (): Promise<SeriesParts[]> =>
    recorded(async (record) => {
      const pages = everyPage((page) => record.coverage(page));
      return (await firstRows(pages, SERIES)).map((it) => it.series);
    });
  return {
    options: {
      market: () => list(new Set(BUILT_IN_MATRIX.map(({ market }) => market))),
      type: () => list(new Set(BUILT_IN_MATRIX.map(({ dataType }) => dataType))),
      interval: () => list(new Set(BUILT_IN_MATRIX.flatMap(({ intervals }) => intervals ?? []))),
      symbol: async () => list(new Set((await series()).map(({ symbol }) => symbol))),
      series: async () => list(new Set((await series()).map(formatSeries))),
      rule: () => ROW_RULES.map(({ name, meaning }) => ({ value: name, about: meaning })),
      to: () => list(['latest']),
      set: () => settings(),
      run: () => runs(recorded),
      dir: paths(),
      config: paths('.json'),
      as: () => list(['data/spot/', 'data/futures/um/', 'data/futures/cm/', 'data/option/']),
    },
    arguments: {
      run: () => runs(recorded),
      config: paths('.json'),
      file: paths('.json'),
      directory: paths(),
      folder: paths(),
      keys: () => disputed(recorded),
      series: async () =>
        [...new Set((await series()).map(formatSeries))].map((value) => ({ value, about: '' })),
    },
  };
}

/** Reads a record; gives nothing where there is none that can be read. */
type Recorded = <Result>(read: (record: CatalogReader) => Promise<Result[]>) => Promise<Result[]>;

async function runs(recorded: Recorded): Promise<Value[]> {
  const newest = await recorded(async (record) => {
    const { rows } = await record.runs({ flow: FLOW_NAME, limit: RUNS });
    return Promise.all(
      rows.map(async ({ runId, state }) => {
        const request = runRequest({ parameters: (await record.run(runId))?.parameters });
        return { value: runId, about: `${state}: ${requestText(request)}` };
      }),
    );
  });
  return newest.length === 0 ? [] : [...newest, { value: 'latest', about: 'the newest run' }];
}

async function disputed(recorded: Recorded): Promise<Value[]> {
  const open = await recorded((record) => firstRows(record.disputes('open'), DISPUTES));
  return open.map(({ key, firstSeenAt }) => ({
    value: key,
    about: `disputed since ${new Date(firstSeenAt).toISOString().slice(0, 10)}`,
  }));
}

/** Every setting: with each of its values where it has a few only, such as `partition=daily`, else open, `batch_size=`. */
function settings(): Value[] {
  return settingsOf(configJsonSchema(), '').map((value) => ({ value, about: '' }));
}

interface SettingSchema {
  readonly properties?: Record<string, SettingSchema>;
  readonly enum?: unknown[];
  readonly type?: string;
  readonly anyOf?: readonly SettingSchema[];
}

function settingsOf({ properties = {} }: SettingSchema, prefix: string): string[] {
  return Object.entries(properties).flatMap(([key, schema]) => {
    const path = `${prefix}${key}`;
    if (key.startsWith('$')) return [];
    if (schema.properties !== undefined) return settingsOf(schema, `${path}.`);
    const group = schema.anyOf?.find((one) => one.properties !== undefined);
    if (group !== undefined) return [`${path}=true`, `${path}=false`, ...settingsOf(group, `${path}.`)];
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
