import {
  type CollectionConfig,
  type ConfigCheck,
  checkConfig,
  type Environment,
  problemText,
  validConfig,
} from '@tapehaul/config';
import { type Problem, TapehaulError } from '@tapehaul/errors';
import type { Places } from './places.ts';

/** Where a collection goes whose configuration does not say. */
const USUAL = 'collection';

/** Variables by which an operator says where those collections come from whose configuration names no source. */
const VARIABLES = ['TAPEHAUL_SOURCE_ENDPOINT', 'TAPEHAUL_SOURCE_BUCKET', 'TAPEHAUL_SOURCE_REGION'];

/** Configurations as requests bring them and as the service runs them: their output directory is one of its places, absolute. */
export class ServiceConfigs {
  readonly #places: Places;
  readonly #source: Environment;

  /** Throws a TapehaulError `config_invalid` when a variable of the source holds no valid value. */
  constructor(places: Places, env: Environment) {
    this.#places = places;
    this.#source = Object.fromEntries(VARIABLES.map((name) => [name, env[name]]));
    const { problems } = checkConfig({}, { env: this.#source });
    const wrong = problems.filter(({ path }) => path.startsWith('source'));
    if (wrong.length === 0) return;
    throw new TapehaulError('config_invalid', wrong.map(problemText).join('\n'), {
      hint: 'Correct the variables of the service named above, then start it again.',
      problems: wrong,
    });
  }

  /** Checks a configuration and reports every problem at once: what is wrong anywhere, and what only a service refuses. */
  check(input: unknown): ConfigCheck {
    const given: Readonly<Record<string, unknown>> = { ...Object(input) };
    const { output_directory: place = USUAL, matrix_path, source } = given;
    // A source that a request names is its own in whole: a bucket of the operator's belongs to no other endpoint.
    const check = checkConfig(input, source === undefined ? { env: this.#source } : {});
    const problems = [
      ...check.problems,
      // What is no text at all is told of already.
      ...(typeof place === 'string' ? this.#places.problemsWith(place) : []),
      ...(matrix_path === undefined ? [] : [MATRIX]),
    ];
    if (check.config === undefined || problems.length > 0) return { ...check, config: undefined, problems };
    const output_directory = this.#places.resolve(String(place));
    return { ...check, config: { ...check.config, output_directory } };
  }

  /** The configuration, checked. Throws a TapehaulError `config_invalid` that holds all problems. */
  parse(input: unknown): CollectionConfig {
    return validConfig(this.check(input));
  }
}

const MATRIX: Problem = {
  path: 'matrix_path',
  message: 'a service reads no files that a request names; leave it out for the built-in matrix',
};
