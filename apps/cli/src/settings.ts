import { type LoadedConfig, loadConfig, problemText } from '@tapehaul/config';
import { TapehaulError } from '@tapehaul/errors';

/** Options that every command with a configuration takes. */
export interface SettingOptions {
  /** `key=value` pairs that win over environment and file. */
  readonly set?: readonly string[];
}

/** Reads a configuration for a command: the file, under the environment, under `--set`. */
export async function loadSettings(path: string, { set = [] }: SettingOptions): Promise<LoadedConfig> {
  return loadConfig(path, { env: process.env, overrides: overridesOf(set) });
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
