import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { type Problem, TapehaulError } from '@tapehaul/errors';
import { checkConfig, validConfig } from './check.ts';
import type { ConfigOptions, Origin } from './engines/layers.ts';
import { BUILT_IN_MATRIX, type Matrix, readMatrix } from './matrix/matrix.ts';
import { readJsonFile } from './reading/read-json.ts';
import type { CollectionConfig } from './schema/schema.ts';

/** A configuration file with the matrix it names, checked. */
export interface LoadedConfig {
  /** Its `matrix_path`, if any, is absolute. */
  readonly config: CollectionConfig;
  readonly matrix: Matrix;
  /** What was corrected or ignored: in the configuration, and in the matrix. */
  readonly warnings: readonly Problem[];
  /** Where each value that was given came from, by path; all others are defaults. */
  readonly origins: ReadonlyMap<string, Origin>;
}

/**
 * Reads a configuration file and the matrix that it names. `matrix_path` counts from the configuration's
 * folder, then from the working directory; without one the built-in matrix is used. Throws a TapehaulError:
 * `config_unreadable`, `config_invalid` or `matrix_invalid`.
 */
export async function loadConfig(path: string, options: ConfigOptions = {}): Promise<LoadedConfig> {
  return loadInput(await readJsonFile(path), options, dirname(path));
}

/**
 * Checks a configuration that is no file, and reads the matrix that it or its environment names. `matrix_path` counts from
 * `folder`, then from the working directory. Throws as {@link loadConfig} does.
 */
export async function loadInput(
  input: unknown,
  options: ConfigOptions = {},
  folder = '.',
): Promise<LoadedConfig> {
  const check = checkConfig(input, options);
  const config = validConfig(check);
  const { warnings, origins } = check;
  if (config.matrix_path === undefined) return { config, matrix: BUILT_IN_MATRIX, warnings, origins };
  const beside = resolve(folder, config.matrix_path);
  const matrix_path = [beside, resolve(config.matrix_path)].find((place) => existsSync(place));
  if (matrix_path === undefined) throw noMatrix(config.matrix_path, beside);
  const reading = readMatrix(await readJsonFile(matrix_path));
  const named = reading.warnings.map((warning) => ({
    ...warning,
    path: `${config.matrix_path}: ${warning.path}`,
  }));
  return {
    config: { ...config, matrix_path },
    matrix: reading.matrix,
    warnings: [...warnings, ...named],
    origins,
  };
}

function noMatrix(named: string, beside: string): TapehaulError {
  const places = [...new Set([beside, resolve(named)])];
  const message = `matrix_path is "${named}", and there is no ${places.join(' and no ')}`;
  return new TapehaulError('config_unreadable', message, {
    facts: { places },
    hint: 'Correct matrix_path, or leave it out for the built-in matrix.',
  });
}
