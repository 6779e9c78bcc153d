import { checkConfig, explainConfig, problemText, readJsonFile } from '@tapehaul/config';
import { counted, type Problem } from '@tapehaul/errors';
import { requestWarnings } from '@tapehaul/workflow';
import { loadSettings, overridesOf, type SettingOptions } from '../../options/settings.ts';
import { fitted } from '../../show/fitted.ts';
import { print, printJson } from '../../show/print.ts';
import { table } from '../../show/table.ts';

/** How a check is shown. */
export interface ValidateOptions extends SettingOptions {
  /** Every value with where it comes from, before the verdict of `validate`. */
  readonly verbose?: boolean;
  /** Where each value comes from, of `config show`. */
  readonly origin?: boolean;
  /** One JSON document. */
  readonly json?: boolean;
}

/**
 * Runs `tapehaul validate`: checks a configuration and its matrix, and with `verbose` prints every value and where it
 * comes from. Gives the exit status. Rejects with a TapehaulError that holds all problems.
 */
export async function validate(configPath: string, options: ValidateOptions): Promise<number> {
  const { config, warnings: ofFiles } = await loadSettings(configPath, options).catch(async (thrown) => {
    if (options.json !== true) await printWarnings(configPath, options);
    throw thrown;
  });
  const warnings = [...ofFiles, ...requestWarnings(config)];
  const file = await readJsonFile(configPath);
  const values = explainConfig(file, { env: process.env, overrides: overridesOf(options.set ?? []) });
  if (options.json === true) {
    printJson({ kind: 'validation', valid: true, warnings, values });
    return 0;
  }
  if (options.verbose === true) {
    const rows = values.map(({ path, value, origin }) => [path, JSON.stringify(value), typedOrigin(origin)]);
    print(`${table(['key', 'value', 'from'], rows)}\n`);
  }
  for (const warning of warnings) print(warningLine(warning));
  const more = warnings.length > 0 ? `, with ${counted(warnings.length, 'warning')}` : '';
  print(`${configPath} is valid${more}.`);
  return 0;
}

/** The keys of a configuration that say what is requested. */
const REQUEST: ReadonlySet<string> = new Set([
  'markets',
  'symbols',
  'exclude_symbols',
  'data_types',
  'intervals',
  'date_range',
  'partition',
]);

/** What deserves attention in a configuration that is refused: keys that are ignored, and what the archive is known not to have of its request. */
async function printWarnings(configPath: string, { set = [] }: SettingOptions): Promise<void> {
  try {
    const file: object = Object(await readJsonFile(configPath));
    const options = { env: process.env, overrides: overridesOf(set) };
    const { warnings } = checkConfig(file, options);
    // The request by itself: problems of other keys do not change what it names.
    const request = Object.fromEntries(Object.entries(file).filter(([key]) => REQUEST.has(key)));
    const { config } = checkConfig(request);
    const unknown = config === undefined ? [] : requestWarnings(config);
    for (const warning of [...warnings, ...unknown]) print(warningLine(warning));
  } catch {
    // What is wrong with the file is reported by the check itself.
  }
}

function warningLine(warning: Problem): string {
  return fitted(`warning  ${problemText(warning)}`);
}

/** Where a value comes from, as people typed it. */
function typedOrigin(origin: string): string {
  return origin === 'override' ? '--set' : origin;
}

/** Runs `tapehaul config show`: every value, and where it comes from on request. Rejects as {@link validate} does. */
export async function showConfig(configPath: string, options: ValidateOptions): Promise<number> {
  const { set = [], origin: withOrigin = false, json = false } = options;
  await loadSettings(configPath, { set });
  const file = await readJsonFile(configPath);
  const values = explainConfig(file, { env: process.env, overrides: overridesOf(set) });
  if (json) {
    printJson({ kind: 'config', values });
    return 0;
  }
  const head = ['key', 'value', ...(withOrigin ? ['from'] : [])];
  const rows = values.map(({ path, value, origin }) => [
    path,
    JSON.stringify(value),
    ...(withOrigin ? [typedOrigin(origin)] : []),
  ]);
  print(table(head, rows));
  return 0;
}
