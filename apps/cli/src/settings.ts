import {
  BUILT_IN_MATRIX,
  type CollectionConfig,
  checkConfig,
  type LoadedConfig,
  loadConfig,
  parseConfig,
  problemText,
} from '@tapehaul/config';
import { TapehaulError } from '@tapehaul/errors';
import { outputDirectory, type PlaceOptions } from './place.ts';
import { isByFlags, overridesOfFlags, type RequestFlags } from './request-flags.ts';

/** Options that every command with a configuration takes. */
export interface SettingOptions {
  /** `key=value` pairs that win over environment and file. */
  readonly set?: readonly string[];
}

/**
 * Reads a configuration for a command: the file, if any, under the environment, under flags, under `--set`.
 * Throws a TapehaulError `config_invalid` when there is neither a file nor a request by flags, or both.
 */
export async function loadSettings(
  path: string | undefined,
  { set = [], ...flags }: SettingOptions & RequestFlags,
): Promise<LoadedConfig> {
  const overrides = { ...overridesOfFlags(flags), ...overridesOf(set) };
  const options = { env: process.env, overrides };
  if (path !== undefined && isByFlags(flags)) throw invalid('give a configuration file, or flags, not both');
  if (path !== undefined) return loadConfig(path, options);
  if (!isByFlags(flags)) throw invalid('there is no configuration');
  const input = { date_range: { end: 'latest' } };
  const { warnings } = checkConfig(input, options);
  return { config: parseConfig(input, options), matrix: BUILT_IN_MATRIX, warnings };
}

/**
 * The configuration of a command that needs its places and no request: that of a file, else the usual output directory,
 * and the real archive or what the environment says.
 */
export async function configOfPlace(
  path: string | undefined,
  options: SettingOptions & PlaceOptions,
): Promise<CollectionConfig> {
  if (path !== undefined) return (await loadSettings(path, options)).config;
  const { dir, set = [] } = options;
  const overrides = { ...overridesOfFlags(dir === undefined ? {} : { dir }), ...overridesOf(set) };
  const anything = {
    markets: ['spot'],
    symbols: ['BTCUSDT'],
    data_types: ['klines'],
    date_range: { start: '2025-07-01', end: '2025-07-01' },
    output_directory: outputDirectory(options),
  };
  return parseConfig(anything, { env: process.env, overrides });
}

function invalid(message: string): TapehaulError {
  return new TapehaulError('config_invalid', message, {
    hint: 'As tapehaul collect collection.json, or --market spot --symbol BTCUSDT --type klines --interval 1h --from 2025-01; tapehaul init writes a file.',
  });
}

/** Warnings of a configuration as lines on stderr. */
export function printWarnings({ warnings }: LoadedConfig): void {
  for (const warning of warnings) process.stderr.write(`warning  ${problemText(warning)}\n`);
}

/** The overrides that `--set key=value` options mean. Throws a TapehaulError `config_invalid` for another form. */
export function overridesOf(pairs: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=');
      if (at > 0) return [pair.slice(0, at), pair.slice(at + 1)];
      throw new TapehaulError(
        'config_invalid',
        `--set ${pair}: expected key=value, as --set batch_size=100`,
        {
          hint: 'Give the key, an equals sign and the value; lists are separated by commas.',
        },
      );
    }),
  );
}
