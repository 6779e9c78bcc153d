import { nearest, type Problem, TapehaulError } from '@tapehaul/errors';
import { DEFAULTS, PRODUCTION_MAX_PARALLEL_DOWNLOADS } from './defaults.ts';
import { type Environment, fromEnvironment } from './environment.ts';
import { found, problemOf, problemText, withSuggestion } from './problems.ts';
import { type CollectionConfig, configSchema, dateRangeSchema } from './schema.ts';

/** What a check found: the configuration when it is valid, else every problem; and what deserves a look. */
export interface ConfigCheck {
  readonly config: CollectionConfig | undefined;
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
}

/** What may be given beside the configuration itself. */
export interface ConfigOptions {
  /** Environment variables that win over the file (`TAPEHAUL_SOURCE_…`); none by default. */
  readonly env?: Environment;
}

/** Checks a configuration and reports every problem at once, each with its field, value and remedy. Never throws. */
export function checkConfig(input: unknown, options: ConfigOptions = {}): ConfigCheck {
  if (!isRecord(input)) {
    const message = `${found(input)}, expected an object with markets, symbols, data_types and date_range`;
    return { config: undefined, problems: [{ path: '(configuration)', message }], warnings: [] };
  }
  const merged = fromEnvironment(input, options.env ?? {});
  const parsed = configSchema.safeParse(merged, { reportInput: true });
  const problems = [...(parsed.error?.issues ?? []).map(problemOf), ...ruleProblems(merged)];
  const warnings = unknownKeys(input);
  if (!parsed.success || problems.length > 0) return { config: undefined, problems, warnings };
  const { output_directory, local_data_dir, ...rest } = parsed.data;
  const config: CollectionConfig = {
    ...rest,
    markets: distinct(rest.markets),
    symbols: distinct(rest.symbols),
    data_types: distinct(rest.data_types),
    output_directory: output_directory ?? local_data_dir ?? DEFAULTS.output_directory,
  };
  return { config, problems, warnings };
}

/** The checked configuration. Throws a TapehaulError `config_invalid` that holds all problems. */
export function parseConfig(input: unknown, options: ConfigOptions = {}): CollectionConfig {
  return validConfig(checkConfig(input, options));
}

/** The configuration of a check that found no problem. Throws `config_invalid` with all problems otherwise. */
export function validConfig({ config, problems }: ConfigCheck): CollectionConfig {
  if (config !== undefined) return config;
  const heading = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
  const lines = problems.map((problem) => `  ${problemText(problem)}`);
  throw new TapehaulError('config_invalid', [`the configuration has ${heading}:`, ...lines].join('\n'), {
    hint: 'Correct the fields named above, then run the same command again. Nothing was written.',
    problems,
  });
}

/**
 * Rules that span several fields. They read the input themselves, so that they speak up beside faults of
 * single fields and not only after those are mended.
 */
function ruleProblems(input: Readonly<Record<string, unknown>>): Problem[] {
  const problems: Problem[] = [];
  const range = dateRangeSchema.safeParse(input.date_range);
  if (range.success && range.data.end < range.data.start) {
    const message = `got ${range.data.end}, expected ${range.data.start} (the start) or later`;
    problems.push({ path: 'date_range.end', message });
  }
  if (input.environment === 'production') problems.push(...productionProblems(input));
  if (input.use_cloud_storage === true) {
    const message = 'got true, expected false: this version writes to local disks only';
    problems.push({ path: 'use_cloud_storage', message });
  }
  return problems;
}

function productionProblems(input: Readonly<Record<string, unknown>>): Problem[] {
  const problems: Problem[] = [];
  const parallel = input.max_parallel_downloads;
  const most = PRODUCTION_MAX_PARALLEL_DOWNLOADS;
  if (typeof parallel === 'number' && parallel > most) {
    const message = `got ${parallel}, expected at most ${most} with environment production`;
    problems.push(withSuggestion({ path: 'max_parallel_downloads', message }, String(most)));
  }
  if (input.enable_monitoring === false) {
    const message = 'got false, expected true with environment production';
    problems.push({ path: 'enable_monitoring', message });
  }
  return problems;
}

function unknownKeys(input: Readonly<Record<string, unknown>>): Problem[] {
  const known = Object.keys(configSchema.shape);
  return Object.keys(input)
    .filter((key) => !known.includes(key) && key !== '$schema')
    .map((key) => withSuggestion({ path: key, message: 'unknown key, ignored' }, nearest(key, known)));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function distinct<Value>(values: readonly Value[]): Value[] {
  return [...new Set(values)];
}
