import { type CollectionConfig, type ConfigCheck, checkConfig, validConfig } from '@tapehaul/config';
import type { Problem } from '@tapehaul/errors';
import { type AccessOf, continuedConfig, type ValueOrigin } from '@tapehaul/workflow';
import type { OutputDirectories } from '../records/output-directories.ts';
import type { NamedProfiles, OperatorProfiles } from './operator-profiles.ts';
import type { Reach } from './reach.ts';
import { originsOf, type SentOrigins } from './request-origins.ts';

/** Where a collection goes whose configuration does not say. */
const USUAL = 'collection';

/** A configuration as a request brings it. */
export interface SubmittedConfig extends NamedProfiles {
  readonly config: unknown;
  /** Where its values came from, by path, as its sender says it. */
  readonly origins?: SentOrigins | undefined;
  /** Output directories that its sender may use. */
  readonly reach: Reach;
}

/** What a check found. */
export interface ServiceCheck extends Omit<ConfigCheck, 'origins'> {
  /** Where each value that was given came from, by path; all others are defaults. */
  readonly origins: ReadonlyMap<string, ValueOrigin>;
}

/** A configuration that was checked. */
export type ParsedConfig = Pick<ServiceCheck, 'origins'> & { readonly config: CollectionConfig };

/** Advice to write a source or a storage into the configuration, which a service would refuse next. */
const WRITE_PLACE = /write "?(?:source|storage)\b.*$/s;
const PROFILES =
  'only the operator of the service configures sources and storages; remove this key, and set source_profile or storage_profile beside config';

/** A problem of a key that names a place, with what a request writes in its stead. */
function inProfiles(problem: Problem): Problem {
  const { path, message, suggestion = '' } = problem;
  if (WRITE_PLACE.test(message)) return { path, message: message.replace(WRITE_PLACE, PROFILES) };
  return /^(?:source|storage)\./.test(suggestion) ? { path, message: PROFILES } : problem;
}

/**
 * Configurations as requests bring them and as the service runs them: the output directory is below its data, absolute; the source
 * and the storage are ones of its operator.
 */
export class ServiceConfigs {
  readonly #directories: OutputDirectories;
  readonly #operator: OperatorProfiles;

  constructor(directories: OutputDirectories, operator: OperatorProfiles) {
    this.#directories = directories;
    this.#operator = operator;
  }

  /** Checks a configuration and reports every problem at once: what is wrong anywhere, and what only a service refuses. */
  check({ config: input, origins: sent, reach, ...named }: SubmittedConfig): ServiceCheck {
    const fields: Readonly<Record<string, unknown>> = { ...Object(input) };
    const { output_directory: directory = USUAL, matrix_path } = fields;
    const hasOtherKey = fields.output_directory === undefined && (fields.local_data_dir ?? null) !== null;
    const applied = this.#operator.applied(fields, named);
    // Keys of other tools, and keys within groups, would speak of sources and storages that the operator has not named.
    const { origins: given, ...check } = checkConfig(applied.input, { strict: true });
    const origins = originsOf(given.keys(), applied.origins, sent);
    const problems = [
      ...check.problems.map(inProfiles),
      ...applied.problems,
      // A value that is no text at all is already reported.
      ...(typeof directory === 'string' ? this.#directories.problemsWith(directory) : []),
      ...this.#reachProblems(directory, reach),
      ...(hasOtherKey ? [LOCAL_DATA_DIR] : []),
      ...((matrix_path ?? check.config?.matrix_path) === undefined ? [] : [MATRIX]),
    ];
    if (check.config === undefined || problems.length > 0)
      return { ...check, config: undefined, problems, origins };
    const output_directory = this.#directories.resolve(String(directory));
    return { ...check, config: { ...check.config, output_directory }, origins };
  }

  /** How the source and the storage of a configuration are reached. Throws as {@link OperatorProfiles.accessOf} does. */
  readonly access: AccessOf = (config) => this.#operator.accessOf(config);

  /**
   * Refuses a recorded configuration under settings of now: as {@link ServiceConfigs.access} does, and with `config_invalid` for a
   * setting that a run cannot be continued with. One that is not valid without settings is left to its run.
   */
  requireAccess(recorded: unknown, settings: Readonly<Record<string, string>>): void {
    const isChanged = Object.keys(settings).length > 0;
    const config = isChanged ? continuedConfig(recorded, settings) : checkConfig(recorded).config;
    if (config !== undefined) this.access(config);
  }

  #reachProblems(directory: unknown, reach: Reach): Problem[] {
    try {
      this.#requireReach(directory, reach);
      return [];
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      return [{ path: 'output_directory', message }];
    }
  }

  /** Throws a HttpRefusal, 403, for an output directory that its sender may not use; one that is not valid is left to the check. */
  requireDirectory({ config, reach }: SubmittedConfig): void {
    const { output_directory: directory = USUAL }: { readonly output_directory?: unknown } = Object(config);
    this.#requireReach(directory, reach);
  }

  #requireReach(directory: unknown, reach: Reach): void {
    if (typeof directory !== 'string' || this.#directories.problemsWith(directory).length > 0) return;
    reach.require(this.#directories.nameOf(this.#directories.resolve(directory)));
  }

  /** The configuration, checked. Throws a TapehaulError `config_invalid` that holds all problems, or as {@link ServiceConfigs.requireDirectory} does. */
  parse(submitted: SubmittedConfig): ParsedConfig {
    this.requireDirectory(submitted);
    const check = this.check(submitted);
    return { config: validConfig(check), origins: check.origins };
  }
}

const LOCAL_DATA_DIR: Problem = {
  path: 'local_data_dir',
  message: 'a service has its own data folder; write output_directory, a name below it',
};

const MATRIX: Problem = {
  path: 'matrix_path',
  message: 'a service reads no files that a request names; leave it out for the built-in matrix',
};
