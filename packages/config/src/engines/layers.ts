import { nearest, type Problem } from '@tapehaul/errors';
import { ruleOf } from '../keys/key-rules.ts';
import { NESTED_KEYS } from '../values/nested-keys.ts';
import { found, withSuggestion } from '../values/problems.ts';
import { isRecord } from '../values/records.ts';
import { isSecretKey, secretProblem } from '../values/secrets.ts';
import { ENGINE_DIRECTORIES } from './engine-keys.ts';

/** Environment variables, as `process.env` has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What is put over a configuration file. An override wins over the environment, that over the file. */
export interface ConfigOptions {
  /**
   * Environment variables: `TAPEHAUL_` and the key in capitals, `TAPEHAUL_BATCH_SIZE`,
   * `TAPEHAUL_SOURCE_ENDPOINT`. Lists are separated by commas. Empty ones count as not set. None by default.
   */
  readonly env?: Environment;
  /** Values by key, `{ batch_size: 10, 'date_range.end': 'latest' }`; texts are read as in the environment. */
  readonly overrides?: Readonly<Record<string, unknown>>;
  /**
   * Takes our own keys and places only, for configurations that are not trusted: keys of other tools are problems, each
   * with the key to write, and no text is read as a home directory or a bucket. False by default.
   */
  readonly strict?: boolean;
}

/** Where a value came from; an environment variable is named. */
export type Origin = 'default' | 'file' | 'override' | `environment ${string}`;

/** An input with everything put over it, and where each value that was given came from. */
export interface Layered {
  readonly input: Readonly<Record<string, unknown>>;
  /** By path, such as `batch_size` or `source.endpoint`. */
  readonly origins: ReadonlyMap<string, Origin>;
  readonly problems: readonly Problem[];
  /** Environment variables that look like misspelt ones, and values that have no effect. */
  readonly warnings: readonly Problem[];
}

/** What the variables of a configuration begin with; the key in capitals follows. */
const PREFIX = 'TAPEHAUL_';
/** Keys whose own keys can be set one by one. */
const { symbols: _, ...NESTED } = NESTED_KEYS;
const TEXTS = new Set(['output_directory', 'local_data_dir', 'matrix_path', ...ENGINE_DIRECTORIES]);
/** Numbers among the keys of keys. */
const NUMBERS = new Set(['recheck.listing_days']);
const LISTS = new Set([
  ...['markets', 'symbols', 'exclude_symbols', 'data_types', 'intervals'],
  ...['tables.types', 'tables.compare'],
]);
/** Keys whose values may be true or false in place of an object: true takes what its keys say, or their defaults. */
const SWITCHES: ReadonlySet<string> = new Set(['tables']);

/** Puts environment and overrides over a configuration input. */
export function layered(
  file: Readonly<Record<string, unknown>>,
  keys: readonly string[],
  { env = {}, overrides = {} }: ConfigOptions,
): Layered {
  const paths = leafPaths(keys);
  const origins = new Map<string, Origin>();
  const problems: Problem[] = [];
  const idle: Problem[] = [];
  let input = file;
  const set = (path: string, value: unknown, origin: Origin): void => {
    const read = typeof value === 'string' ? readText(path, value) : value;
    const [key = ''] = path.split('.');
    if (key !== path && SWITCHES.has(key) && input[key] === false) {
      idle.push({ path, message: `${found(value)}, which has no effect while ${key} is false` });
      return;
    }
    const isOn = SWITCHES.has(path) && read === true && isRecord(input[path]);
    if (!isOn) input = withValue(input, path, read);
    origins.set(path, origin);
  };

  for (const path of paths) if (valueAt(file, path) !== undefined) origins.set(path, 'file');
  for (const path of paths) {
    const variable = variableOf(path);
    const value = env[variable];
    if (value !== undefined && value !== '') set(path, value, `environment ${variable}`);
  }
  for (const [path, value] of Object.entries(overrides)) {
    if (paths.includes(path) || (isNested(path) && typeof value === 'object')) set(path, value, 'override');
    else if (isSecretKey(path)) problems.push(secretProblem(path));
    else if (isNested(path)) {
      const own = paths.filter((it) => it.startsWith(`${path}.`));
      problems.push({ path, message: `${found(value)}, expected one of its keys: ${own.join(', ')}` });
    } else {
      const problem = { path, message: `${found(value)} for a key that does not exist` };
      problems.push(withSuggestion(problem, ourName(path, value) ?? nearest(path, paths)));
    }
  }
  return { input, origins, problems, warnings: [...idle, ...misspelt(env, paths.map(variableOf))] };
}

/** The path of ours that a key of another tool means. */
function ourName(path: string, value: unknown): string | undefined {
  const meaning = ruleOf(path, value)?.(value);
  return meaning?.kind === 'use' && meaning.values.length === 1 ? meaning.values[0]?.[0] : undefined;
}

function variableOf(path: string): string {
  return `${PREFIX}${path.replace('.', '_').toUpperCase()}`;
}

/** Variables of other parts begin in the same way: only those are reported that nearly are one of a configuration. */
function misspelt(env: Environment, variables: readonly string[]): Problem[] {
  const names = variables.map((variable) => variable.slice(PREFIX.length));
  return Object.keys(env)
    .filter((name) => name.startsWith(PREFIX) && !variables.includes(name))
    .flatMap((path) => {
      const name = nearest(path.slice(PREFIX.length), names);
      if (name === undefined) return [];
      return [{ path, message: 'unknown variable, ignored', suggestion: `${PREFIX}${name}` }];
    });
}

/** The value at a path of at most two keys. */
export function valueAt(input: Readonly<Record<string, unknown>>, path: string): unknown {
  const [key = '', leaf] = path.split('.');
  const value = input[key];
  if (leaf === undefined) return value;
  return isRecord(value) ? value[leaf] : undefined;
}

/** Every path whose value can be given on its own. */
export function leafPaths(keys: readonly string[]): string[] {
  return keys.flatMap((key) => {
    if (!isNested(key)) return [key];
    return [...(SWITCHES.has(key) ? [key] : []), ...NESTED[key].map((leaf) => `${key}.${leaf}`)];
  });
}

function withValue(
  input: Readonly<Record<string, unknown>>,
  path: string,
  value: unknown,
): Readonly<Record<string, unknown>> {
  const [key = '', leaf] = path.split('.');
  if (leaf === undefined) return { ...input, [key]: value };
  const object = input[key];
  return { ...input, [key]: { ...(isRecord(object) ? object : {}), [leaf]: value } };
}

/** The value that a text means for a key: a list, a number, true or false, or the text itself. */
function readText(path: string, text: string): unknown {
  if (LISTS.has(path)) return text.split(',').map((entry) => entry.trim());
  if (
    TEXTS.has(path) ||
    (path in NESTED && !SWITCHES.has(path)) ||
    (path.includes('.') && !NUMBERS.has(path))
  )
    return text;
  if (text === 'true' || text === 'false') return text === 'true';
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
}

function isNested(key: string): key is keyof typeof NESTED {
  return key in NESTED;
}
