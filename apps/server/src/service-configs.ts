import { type CollectionConfig, type ConfigCheck, checkConfig, validConfig } from '@tapehaul/config';
import type { Problem } from '@tapehaul/errors';
import type { Places } from './places.ts';

/** Where a collection goes whose configuration does not say. */
const USUAL = 'collection';

/** Configurations as requests bring them and as the service runs them: their output directory is one of its places, absolute. */
export class ServiceConfigs {
  readonly #places: Places;

  constructor(places: Places) {
    this.#places = places;
  }

  /** Checks a configuration and reports every problem at once: what is wrong anywhere, and what only a service refuses. */
  check(input: unknown): ConfigCheck {
    const given: Readonly<Record<string, unknown>> = { ...Object(input) };
    const { output_directory: place = USUAL, matrix_path } = given;
    const check = checkConfig(input);
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
