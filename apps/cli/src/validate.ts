import { readFile } from 'node:fs/promises';
import { explainConfig, problemText } from '@tapehaul/config';
import { print, printJson } from './print.ts';
import { loadSettings, overridesOf, type SettingOptions } from './settings.ts';
import { table } from './table.ts';

/** How a check is shown. */
export interface ValidateOptions extends SettingOptions {
  /** Where each value comes from; `validate` always tells. */
  readonly origin?: boolean;
  /** One JSON document. */
  readonly json?: boolean;
}

/**
 * Runs `tapehaul validate`: checks a configuration and its matrix, and tells every value and where it comes
 * from. Gives the exit status. Rejects with a TapehaulError that holds all problems.
 */
export async function validate(configPath: string, options: ValidateOptions): Promise<number> {
  const { warnings } = await loadSettings(configPath, options);
  const file: unknown = JSON.parse(await readFile(configPath, 'utf8'));
  const values = explainConfig(file, { env: process.env, overrides: overridesOf(options.set ?? []) });
  if (options.json === true) {
    printJson({ kind: 'validation', valid: true, warnings, values });
    return 0;
  }
  const rows = values.map(({ path, value, origin }) => [path, JSON.stringify(value), origin]);
  process.stdout.write(`${table(['key', 'value', 'from'], rows)}\n\n`);
  for (const warning of warnings) process.stdout.write(`warning  ${problemText(warning)}\n`);
  process.stdout.write(
    `${configPath} is valid${warnings.length > 0 ? `, with ${warnings.length} warnings` : ''}.\n`,
  );
  return 0;
}

/** Runs `tapehaul config show`: every value, and where it comes from when asked. Rejects as {@link validate} does. */
export async function showConfig(configPath: string, options: ValidateOptions): Promise<number> {
  const { set = [], origin: withOrigin = false, json = false } = options;
  await loadSettings(configPath, { set });
  const file: unknown = JSON.parse(await readFile(configPath, 'utf8'));
  const values = explainConfig(file, { env: process.env, overrides: overridesOf(set) });
  if (json) {
    printJson({ kind: 'config', values });
    return 0;
  }
  const head = ['key', 'value', ...(withOrigin ? ['from'] : [])];
  const rows = values.map(({ path, value, origin }) => [
    path,
    JSON.stringify(value),
    ...(withOrigin ? [origin] : []),
  ]);
  print(table(head, rows));
  return 0;
}
