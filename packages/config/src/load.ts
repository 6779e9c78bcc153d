import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { asTapehaulError, type Problem, TapehaulError } from '@tapehaul/errors';
import { checkConfig, validConfig } from './check.ts';
import type { ConfigOptions, Origin } from './engines/layers.ts';
import { BUILT_IN_MATRIX, type Matrix, type MatrixReading, readMatrix } from './matrix/matrix.ts';
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
 * `folder`, then from the working directory. Throws as {@link loadConfig} does, with the problems of both together where both have some.
 */
export async function loadInput(
  input: unknown,
  options: ConfigOptions = {},
  folder = '.',
): Promise<LoadedConfig> {
  const check = checkConfig(input, options);
  const { warnings, origins, matrixPath } = check;
  const named = matrixPath === undefined ? BUILT_IN : await namedMatrix(matrixPath, folder);
  const { error } = named;
  if (error !== undefined && check.config !== undefined) throw error;
  const ofMatrix = error === undefined ? [] : matrixProblems(error, matrixPath);
  const config = validConfig({ ...check, problems: [...check.problems, ...ofMatrix] });
  return {
    config: { ...config, ...(named.path === undefined ? {} : { matrix_path: named.path }) },
    matrix: named.matrix,
    warnings: [...warnings, ...named.warnings.map((warning) => inMatrix(warning, matrixPath))],
    origins,
  };
}

/** A matrix file as it was found, or why it cannot be read. */
interface NamedMatrix extends MatrixReading {
  readonly path?: string;
  readonly error?: TapehaulError;
}

const BUILT_IN: NamedMatrix = { matrix: BUILT_IN_MATRIX, warnings: [] };

async function namedMatrix(name: string, folder: string): Promise<NamedMatrix> {
  const beside = resolve(folder, name);
  const path = [beside, resolve(name)].find((place) => existsSync(place));
  if (path === undefined) return { ...BUILT_IN, error: noMatrix(name, beside) };
  try {
    return { path, ...readMatrix(await readJsonFile(path), name) };
  } catch (thrown) {
    return { ...BUILT_IN, error: asTapehaulError(thrown) };
  }
}

/** What is wrong with a matrix file, as problems of the configuration that names it. */
function matrixProblems({ problems, message }: TapehaulError, name: string | undefined): Problem[] {
  if (problems.length === 0)
    return [{ path: 'matrix_path', message: message.replace(/^matrix_path is /, 'got ') }];
  return problems.map((problem) => inMatrix(problem, name));
}

function inMatrix(problem: Problem, name = 'matrix_path'): Problem {
  return { ...problem, path: `${name}: ${problem.path}` };
}

function noMatrix(named: string, beside: string): TapehaulError {
  const places = [...new Set([beside, resolve(named)])];
  const message = `matrix_path is "${named}", and there is no ${places.join(' and no ')}`;
  return new TapehaulError('config_unreadable', message, {
    facts: { places },
    hint: 'Correct matrix_path, or leave it out for the built-in matrix.',
  });
}
