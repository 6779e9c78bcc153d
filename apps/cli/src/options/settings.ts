import { existsSync } from 'node:fs';
import {
  checkConfig,
  isPattern,
  type LoadedConfig,
  loadConfig,
  loadInput,
  validConfig,
} from '@tapehaul/config';
import { TapehaulError, visible } from '@tapehaul/errors';
import { asTyped, rethrowAsTyped, typedText } from './flag-words.ts';
import { type DirectoryOptions, outputDirectory } from './output-directory.ts';
import { isByFlags, overridesOfFlags, type RequestFlags } from './request-flags.ts';

/** Options that every command with a configuration takes. */
export interface SettingOptions {
  /** `key=value` pairs that win over environment and file. */
  readonly set?: readonly string[];
  /** What to end with exit status 4 for; `fail_on` of a configuration. */
  readonly failOn?: string;
  /** How deep files are proved; `proof` of a configuration. */
  readonly proof?: string;
  /** Whether to check again what is settled in the record; `recheck` of a configuration says how often that is done anyway. */
  readonly recheck?: boolean;
  /** Whether tables are built of what is collected; `tables` of a configuration says how. */
  readonly tables?: boolean;
  /** Months to compare with their daily files; `tables.compare` of a configuration. Tables are built, too. */
  readonly compare?: readonly string[];
}

/** A configuration that was read, and what was decided about it that a person may want to know. */
export interface Settings extends LoadedConfig {
  readonly notes: readonly string[];
}

/**
 * Reads a configuration for a command: the file, if any, under the environment, under flags, under `--set`.
 * Throws a TapehaulError `config_invalid` when there is neither a file nor a request by flags, or both.
 */
export async function loadSettings(
  path: string | undefined,
  { set: pairsSet = [], failOn, proof, recheck, tables, compare, ...flags }: SettingOptions & RequestFlags,
): Promise<Settings> {
  const set = [
    ...pairsSet,
    ...(failOn === undefined ? [] : [`fail_on=${failOn}`]),
    ...(proof === undefined ? [] : [`proof=${proof}`]),
    ...(tables === true || compare !== undefined ? ['tables=true'] : []),
    ...(compare === undefined ? [] : [`tables.compare=${compare.join(',')}`]),
    ...(recheck === true ? ['recheck.listing_days=0', 'recheck.disk=all'] : []),
  ];
  const byFlags = isByFlags(flags);
  if (path !== undefined && byFlags) throw bothGiven(path, flags);
  if (path === undefined && !byFlags) throw nothingGiven();
  const named = new Map(compare === undefined ? [] : [['tables.compare', '--compare']]);
  const typed = { flags, set, options: named, byFlags };
  const pairs = overridesOf(set);
  const pattern = flags.symbol?.find((symbol) => isPattern(symbol) || symbol.toLowerCase() === 'all');
  const options = { env: process.env, overrides: { ...overridesOfFlags(flags), ...pairs } };
  const notes =
    pattern === undefined
      ? []
      : [`--symbol '${pattern}' is a pattern: the archive is listed to find its symbols`];
  try {
    const loaded =
      path === undefined ? await loadInput(FROM_FLAGS, options) : await loadConfig(path, options);
    const warnings = loaded.warnings.map((warning) => asTyped(warning, typed));
    return { ...loaded, warnings, notes };
  } catch (thrown) {
    if (path !== undefined && SYMBOL.test(path) && !existsSync(path)) throw noFileButSymbol(path);
    rethrowAsTyped(thrown, typed);
  }
}

/** What looks like a symbol rather than like the name of a file. */
const SYMBOL = /^[A-Z0-9]{5,20}(?:_[A-Z0-9]+)?$/;

/** What flags add their values to. */
const FROM_FLAGS = { date_range: { end: 'latest' } };

/**
 * The configuration of a command that needs its places and no request: that of a file, else the usual output directory,
 * and the real archive or what the environment says. With it, where its values came from.
 */
export async function configOfDirectory(
  path: string | undefined,
  options: SettingOptions & DirectoryOptions,
): Promise<Pick<LoadedConfig, 'config' | 'origins'>> {
  if (path !== undefined) return loadSettings(path, options);
  const { dir, set = [] } = options;
  const overrides = { ...overridesOfFlags(dir === undefined ? {} : { dir }), ...overridesOf(set) };
  const anything = {
    markets: ['spot'],
    symbols: ['BTCUSDT'],
    data_types: ['klines'],
    date_range: { start: '2025-07-01', end: '2025-07-01' },
    output_directory: outputDirectory(options),
  };
  try {
    const check = checkConfig(anything, { env: process.env, overrides });
    return { config: validConfig(check), origins: check.origins };
  } catch (thrown) {
    rethrowAsTyped(thrown, { flags: dir === undefined ? {} : { dir }, set, byFlags: false });
  }
}

const EXAMPLE = 'tapehaul collect --market spot --symbol BTCUSDT --type klines --interval 1h --from 2025-01';

function nothingGiven(): TapehaulError {
  return new TapehaulError(
    'config_invalid',
    'nothing to collect: no configuration file and no --market, --symbol, --type, --from',
    {
      hint: `For example: ${EXAMPLE}, or tapehaul collect collection.json; tapehaul init writes such a file.`,
    },
  );
}

function bothGiven(path: string, flags: RequestFlags): TapehaulError {
  if (SYMBOL.test(path) && flags.symbol !== undefined) {
    return new TapehaulError(
      'config_invalid',
      `${path} belongs to no flag and is read as the name of a configuration file`,
      {
        hint: `Put commas between symbols: --symbol ${[...flags.symbol, path].join(',')}`,
      },
    );
  }
  const named = (['market', 'symbol', 'type', 'interval', 'from', 'to'] as const).filter(
    (it) => flags[it] !== undefined,
  );
  const message = `give either the file ${path} or ${named.map((it) => `--${it}`).join(', ')}, not both`;
  return new TapehaulError('config_invalid', message, {
    hint: 'To change one key of a file, use --set, e.g. --set date_range.start=2025-01-01.',
  });
}

function noFileButSymbol(path: string): TapehaulError {
  return new TapehaulError('config_unreadable', `there is no file ${path}; it looks like a symbol`, {
    facts: { path },
    hint: `For example: ${EXAMPLE.replace('BTCUSDT', path)}`,
  });
}

/** Warnings and notes about a configuration as lines on stderr. */
export function printWarnings({ warnings, notes }: Settings): void {
  for (const note of notes) process.stderr.write(`note     ${visible(note)}\n`);
  for (const warning of warnings) process.stderr.write(`warning  ${visible(typedText(warning))}\n`);
}

/** The overrides that `--set key=value` options mean. Throws a TapehaulError `config_invalid` for another form. */
export function overridesOf(pairs: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=');
      if (at > 0) return [pair.slice(0, at), pair.slice(at + 1)];
      throw new TapehaulError(
        'config_invalid',
        `--set is "${pair}", expected key=value, e.g. --set batch_size=100`,
        { hint: 'Write the key, an equals sign and the value; put commas between the entries of a list.' },
      );
    }),
  );
}
