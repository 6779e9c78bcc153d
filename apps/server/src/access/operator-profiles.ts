import { isDeepStrictEqual } from 'node:util';
import { type CollectionConfig, DEFAULT_SOURCE, type Environment } from '@tapehaul/config';
import { type ErrorCode, nearest, type Problem, TapehaulError } from '@tapehaul/errors';
import type { Access } from '@tapehaul/workflow';
import { networkFor } from './address-policy.ts';
import { checkSettings, DEFAULT_STORAGE, defaultSource, type Profile, type ProfileKind } from './profiles.ts';
import type { OperatorOrigins } from './request-origins.ts';

/** What the operator of a service configured. */
export interface OperatorOptions {
  readonly sources?: readonly Profile<'source'>[];
  readonly storages?: readonly Profile<'storage'>[];
  /** Its `TAPEHAUL_SOURCE_*` say where the default source is. */
  readonly env?: Environment;
}

/** The profiles that a request names; the defaults where it names none. */
export interface NamedProfiles {
  readonly source_profile?: string | undefined;
  readonly storage_profile?: string | undefined;
}

type Input = Readonly<Record<string, unknown>>;

/** A configuration that says where it connects to. */
export interface Applied {
  readonly input: Input;
  readonly problems: readonly Problem[];
  /** By path: values of the source and the storage that stand in no request. */
  readonly origins: OperatorOrigins;
}

type Profiles<Kind extends ProfileKind> = readonly [Profile<Kind>, ...Profile<Kind>[]];

/** The sources and storages of the operator. Nothing else is ever connected to, whatever a request or a record says. */
export class OperatorProfiles {
  readonly #sources: Profiles<'source'>;
  readonly #storages: Profiles<'storage'>;

  /** Throws a TapehaulError `config_invalid` when a variable of the default source is not valid, or two profiles have the same settings. */
  constructor({ sources = [], storages = [], env = {} }: OperatorOptions) {
    this.#sources = [defaultSource(env), ...sources];
    this.#storages = [DEFAULT_STORAGE, ...storages];
    // A recorded run names its settings, not its profile: that must suffice to reach it.
    requireDistinct(this.#sources);
    requireDistinct(this.#storages);
  }

  /** Puts the profiles that a request names into its configuration, and reports what it may not say there. */
  applied(input: Input, named: NamedProfiles): Applied {
    const bucket = asksForBucket(input) ? (input.storage ?? {}) : undefined;
    const source = choose('source', this.#sources, named.source_profile, input.source);
    const storage = choose('storage', this.#storages, named.storage_profile, bucket);
    const isLocal = storage.profile.settings.type === 'local';
    return {
      input: {
        ...input,
        source: source.profile.settings,
        use_cloud_storage: !isLocal,
        storage: isLocal && bucket === undefined ? input.storage : storage.profile.settings,
      },
      problems: [...source.problems, ...storage.problems],
      origins: new Map([
        ...settingOrigins('source', source.profile, input.source),
        ...settingOrigins('storage', storage.profile, bucket),
      ]),
    };
  }

  /**
   * How the source and the storage of a configuration are reached. Throws a TapehaulError `source_not_allowed` or
   * `storage_not_allowed` when the operator did not configure them: a run that the command recorded may have any.
   */
  accessOf({ source, storage }: Pick<CollectionConfig, 'source' | 'storage'>): Access {
    const from = same(this.#sources, source);
    const to = same(this.#storages, storage);
    if (from === undefined) throw notAllowed('source', source, this.#sources);
    if (to === undefined) throw notAllowed('storage', storage, this.#storages);
    return {
      source: { ...from, network: networkFor(from) },
      storage: { ...to, network: networkFor(to) },
      confined: true,
    };
  }
}

/** Whether a configuration wants its files in a bucket, by either of the keys that say so. */
function asksForBucket({ use_cloud_storage: cloud, storage }: Input): boolean {
  const { type }: { readonly type?: unknown } = Object(storage);
  return (cloud !== undefined && cloud !== false) || type === 's3';
}

/** The profile of that name. Settings within the configuration are accepted when they are those of a profile. */
function choose<Kind extends ProfileKind>(
  kind: Kind,
  profiles: Profiles<Kind>,
  name: string | undefined,
  inline: unknown,
): { readonly profile: Profile<Kind>; readonly problems: readonly Problem[] } {
  const [usual] = profiles;
  const named = profiles.find((profile) => profile.name === name);
  if (name !== undefined && named === undefined) {
    return { profile: usual, problems: [unknownName(kind, name, profiles)] };
  }
  if (inline === undefined) return { profile: named ?? usual, problems: [] };
  const { settings } = checkSettings(kind, inline);
  const found = same(named === undefined ? profiles : [named], settings);
  if (found !== undefined) return { profile: found, problems: [] };
  return { profile: usual, problems: inlineProblems(kind, inline, profiles) };
}

/** Who set each value of a profile that `inline`, the same part of a configuration, does not have. */
function* settingOrigins<Kind extends ProfileKind>(
  kind: Kind,
  { name, settings }: Profile<Kind>,
  inline: unknown,
): Generator<[string, 'default' | `profile ${string}`]> {
  const written: object = Object(inline);
  const usual: Input = kind === 'source' ? { ...DEFAULT_SOURCE } : {};
  for (const [key, value] of Object.entries(settings)) {
    if (Object.hasOwn(written, key)) continue;
    const isDefault = inline !== undefined || usual[key] === value;
    yield [`${kind}.${key}`, isDefault ? 'default' : `profile ${name}`];
  }
}

function same<Kind extends ProfileKind>(
  profiles: readonly Profile<Kind>[],
  settings: unknown,
): Profile<Kind> | undefined {
  return profiles.find((profile) => isDeepStrictEqual({ ...profile.settings }, { ...Object(settings) }));
}

function requireDistinct(profiles: readonly Profile<ProfileKind>[]): void {
  for (const profile of profiles) {
    const first = profiles.find(({ settings }) => isDeepStrictEqual(settings, profile.settings));
    if (first === undefined || first === profile) continue;
    throw new TapehaulError(
      'config_invalid',
      `the profiles ${first.name} and ${profile.name} have the same settings`,
      {
        hint: 'Remove one of them, then start the service again.',
      },
    );
  }
}

function unknownName(kind: ProfileKind, name: string, profiles: readonly Profile<ProfileKind>[]): Problem {
  const names = profiles.map((profile) => profile.name);
  const suggestion = nearest(name, names);
  const problem = {
    path: `${kind}_profile`,
    message: `got ${JSON.stringify(name)}, expected ${names.join(', ')}`,
  };
  return suggestion === undefined ? problem : { ...problem, suggestion };
}

/** A refusal of each key that says where to connect. */
function inlineProblems(
  kind: ProfileKind,
  inline: unknown,
  profiles: readonly Profile<ProfileKind>[],
): Problem[] {
  const keys = typeof inline === 'object' && inline !== null ? Object.keys(inline) : [];
  const names = profiles.map(({ name }) => name).join(', ');
  const message = `only the operator of the service configures a ${kind}; remove this key, and set ${kind}_profile beside config to one of ${names}`;
  const paths = keys.length === 0 ? [kind] : keys.map((key) => `${kind}.${key}`);
  return paths.map((path) => ({ path, message }));
}

function notAllowed(
  kind: ProfileKind,
  settings: object,
  profiles: readonly Profile<ProfileKind>[],
): TapehaulError {
  const { endpoint = 'AWS', bucket }: { readonly endpoint?: unknown; readonly bucket?: unknown } = settings;
  const code: ErrorCode = kind === 'source' ? 'source_not_allowed' : 'storage_not_allowed';
  const names = profiles.map(({ name }) => name).join(', ');
  const message = `the ${kind} of this run, ${bucket} at ${endpoint}, is not configured in this service`;
  return new TapehaulError(code, message, {
    hint: `Configured are ${names}. The operator adds others with --${kind === 'source' ? 'sources' : 'storages'} FILE; or use the command on the machine that started the run.`,
  });
}
