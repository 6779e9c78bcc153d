import { counted, type Problem, TapehaulError } from '@tapehaul/errors';
import { listedProblems, outOfBounds } from './bounds.ts';
import { type ConfigOptions, layered, leafPaths, type Origin, valueAt } from './engines/layers.ts';
import { readValues } from './reading/read-values.ts';
import { translateKeys } from './reading/translate-keys.ts';
import { proofOf, ruleProblems } from './schema/rules.ts';
import { type CollectionConfig, configSchema } from './schema/schema.ts';
import { storageOf } from './schema/storage.ts';
import { found, problemsOf, problemText } from './values/problems.ts';
import { isRecord } from './values/records.ts';
import { secretProblems } from './values/secrets.ts';

const KEYS = Object.keys(configSchema.shape);

/** What a check found: the configuration when it is valid, else every problem; and what deserves a look. */
export interface ConfigCheck {
  readonly config: CollectionConfig | undefined;
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
  /** Where each value that was given came from, by path; all others are defaults. */
  readonly origins: ReadonlyMap<string, Origin>;
  /** The matrix file that it names, also where it has problems elsewhere; undefined where it names none. */
  readonly matrixPath?: string | undefined;
}

/** A value of a configuration and where it came from. */
export interface ExplainedValue {
  /** As `batch_size` or `source.endpoint`. */
  readonly path: string;
  readonly value: unknown;
  readonly origin: Origin;
}

/** Checks a configuration and reports every problem at once, each with its field, value and remedy. Never throws. */
export function checkConfig(file: unknown, options: ConfigOptions = {}): ConfigCheck {
  if (!isRecord(file)) {
    const message = `${found(file)}, expected an object with markets, symbols, data_types and date_range`;
    const problems = [{ path: '(configuration)', message }];
    return { config: undefined, problems, warnings: [], origins: new Map() };
  }
  const crowded = outOfBounds(file);
  if (crowded !== undefined)
    return { config: undefined, problems: [crowded], warnings: [], origins: new Map() };
  const strict = options.strict === true;
  if (isMatrix(file)) {
    const message =
      'this is an availability matrix; name it in a configuration, "matrix_path": "…", and pass the configuration';
    const problems = [{ path: '(configuration)', message }];
    return { config: undefined, problems, warnings: [], origins: new Map() };
  }
  const translated = translateKeys(file, KEYS, strict);
  const layers = layered(translated.input, KEYS, options);
  const { origins, warnings: misspelt } = layers;
  const values = readValues(layers.input, strict, translated.writtenAt);
  const { input } = values;
  const parsed = configSchema.safeParse(input, { reportInput: true });
  // A key that is written in a refused group is not missing: the refusal says where to write it.
  const issues = (parsed.error?.issues ?? []).filter(
    (issue) => !translated.refusesGroup || issue.path.length !== 1 || issue.input !== undefined,
  );
  const named = namedBySource(origins, translated.writtenAt);
  // A key that is nearly that of a required one is not ignored: it says why that one is missing.
  const absent = new Set(
    issues.filter(({ input: value }) => value === undefined).map(({ path }) => path.join('.')),
  );
  const [meant, notes] = parted(translated.notes, ({ suggestion = '' }) => absent.has(suggestion));
  const problems = [
    ...secretProblems('', file),
    ...translated.problems,
    ...meant.map((note) => ({ ...note, message: 'no such key' })),
    ...[
      ...layers.problems,
      ...values.problems,
      ...listedProblems(issues, problemsOf),
      ...ruleProblems(input),
    ].map(named),
  ];
  const warnings = [...notes, ...values.notes.map(named), ...misspelt];
  const matrixPath = configSchema.shape.matrix_path.safeParse(input.matrix_path).data;
  if (!parsed.success || problems.length > 0)
    return { config: undefined, problems, warnings, origins, matrixPath };
  const { local_data_dir, ...config } = parsed.data;
  const given = origins.has('output_directory') ? undefined : local_data_dir;
  return {
    config: {
      ...proofOf(config),
      markets: distinct(config.markets),
      symbols: Array.isArray(config.symbols) ? distinct(config.symbols) : config.symbols,
      data_types: distinct(config.data_types),
      ...(Array.isArray(config.intervals) ? { intervals: distinct(config.intervals) } : {}),
      output_directory: given ?? config.output_directory,
      storage: storageOf(config),
    },
    problems,
    warnings,
    origins: new Map([...origins, ...placeOrigins(origins, layers.input, input)]),
    matrixPath,
  };
}

/** The checked configuration. Throws a TapehaulError `config_invalid` that holds all problems. */
export function parseConfig(file: unknown, options: ConfigOptions = {}): CollectionConfig {
  return validConfig(checkConfig(file, options));
}

/** The configuration of a check that found no problem. Throws `config_invalid` with all problems otherwise. */
export function validConfig({
  config,
  problems,
}: Pick<ConfigCheck, 'config' | 'problems'>): CollectionConfig {
  if (config !== undefined) return config;
  const lines = problems.map((problem) => `  ${problemText(problem)}`);
  throw new TapehaulError(
    'config_invalid',
    [`the configuration has ${counted(problems.length, 'problem')}:`, ...lines].join('\n'),
    {
      hint: 'Correct the fields named above, then run the same command again. Nothing was written.',
      problems,
    },
  );
}

/**
 * Every value of a configuration with where it came from, in the order of the schema. Throws a TapehaulError
 * `config_invalid` as {@link parseConfig} does.
 */
export function explainConfig(file: unknown, options: ConfigOptions = {}): ExplainedValue[] {
  const check = checkConfig(file, options);
  return configValues(validConfig(check)).map((one) => ({
    ...one,
    origin: check.origins.get(one.path) ?? 'default',
  }));
}

/** Every value of a checked configuration by its path, such as `batch_size` or `source.endpoint`, in the order of the schema. */
export function configValues(config: CollectionConfig): Omit<ExplainedValue, 'origin'>[] {
  const values: Readonly<Record<string, unknown>> = config;
  return leafPaths(KEYS)
    .map((path) => ({ path, value: valueAt(values, path) }))
    .filter(({ path, value }) => value !== undefined && !(path === 'tables' && isRecord(value)));
}

const OF_BUCKET = ['use_cloud_storage', 'storage.type', 'storage.bucket', 'storage.prefix'];

/** Where the directory and the bucket of the files came from, when one key says both, or an older one. */
function placeOrigins(
  origins: ReadonlyMap<string, Origin>,
  given: Readonly<Record<string, unknown>>,
  read: Readonly<Record<string, unknown>>,
): [path: string, origin: Origin][] {
  const origin = origins.get('output_directory') ?? origins.get('local_data_dir');
  if (origin === undefined) return [];
  const ofBucket = OF_BUCKET.filter(
    (path) => valueAt(given, path) === undefined && valueAt(read, path) !== undefined,
  );
  return ['output_directory', ...ofBucket].map((path) => [path, origin]);
}

/**
 * Names what a person has to correct: the variable or the override that a value comes from, and the key under which it
 * stands in the file.
 */
function namedBySource(
  origins: ReadonlyMap<string, Origin>,
  writtenAt: ReadonlyMap<string, string>,
): (problem: Problem) => Problem {
  return (problem) => {
    const [, path = '', rest = ''] = /^([^[]*)(.*)$/s.exec(problem.path) ?? [];
    const ours = [path, path.split('.').slice(0, 2).join('.'), path.split('.')[0] ?? ''];
    const leaf = ours.find((one) => origins.has(one));
    const origin = leaf === undefined ? undefined : origins.get(leaf);
    if (origin !== undefined && origin !== 'file') return { ...problem, path: `${problem.path} (${origin})` };
    const place = writtenAt.get(path);
    return place === undefined ? problem : { ...problem, path: place + rest };
  };
}

/** Whether a file is what `matrix_path` names, and no configuration. */
function isMatrix(file: Readonly<Record<string, unknown>>): boolean {
  return Array.isArray(file.availability_matrix) && file.data_types === undefined && !('date_range' in file);
}

/** Those that fit, and the others. */
function parted<Value>(all: readonly Value[], fits: (value: Value) => boolean): [Value[], Value[]] {
  return [all.filter(fits), all.filter((value) => !fits(value))];
}

function distinct<Value>(values: readonly Value[]): Value[] {
  return [...new Set(values)];
}
