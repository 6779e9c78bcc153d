import {
  type CollectionConfig,
  checkConfig,
  DEFAULT_SOURCE,
  ENGINES,
  type Environment,
  problemText,
} from '@tapehaul/config';
import { type Problem, TapehaulError } from '@tapehaul/errors';

/** Where collections come from, or where they go. */
export type ProfileKind = 'source' | 'storage';

/** A source or a storage that the operator of the service configured. */
export interface Profile<Kind extends ProfileKind> {
  readonly name: string;
  /** As in a checked configuration. */
  readonly settings: CollectionConfig[Kind];
  /** Whether requests are signed with the credentials of this machine. */
  readonly credentials: 'anonymous' | 'chain';
  /** Whether its name may resolve to this machine. */
  readonly allowPrivate: boolean;
  /** Names of the engines that may read from it by ways of their own. */
  readonly ownWays: readonly string[];
}

/** Name of the default source. */
export const DEFAULT_SOURCE_NAME = 'archive';
/** Name of the default storage: the output directory. */
export const DEFAULT_STORAGE_NAME = 'local';

/** Variables that move the default source. */
const VARIABLES = ['TAPEHAUL_SOURCE_ENDPOINT', 'TAPEHAUL_SOURCE_BUCKET', 'TAPEHAUL_SOURCE_REGION'];

/** A valid request, to check a source or a storage with. */
const REQUEST = {
  markets: ['spot'],
  symbols: ['BTCUSDT'],
  data_types: ['trades'],
  date_range: { start: '2025-01-01', end: '2025-01-01' },
};

/** Checks a source or a storage bucket as part of a configuration, and fills in its defaults. */
export function checkSettings<Kind extends ProfileKind>(
  kind: Kind,
  settings: unknown,
  env: Environment = {},
): { readonly settings: CollectionConfig[Kind] | undefined; readonly problems: readonly Problem[] } {
  const given = kind === 'source' ? { source: settings } : { storage: settings, use_cloud_storage: true };
  const { config, problems } = checkConfig({ ...REQUEST, ...given }, { env });
  return { settings: config?.[kind], problems };
}

/**
 * The source that is used when a request names none: the public archive, or what `TAPEHAUL_SOURCE_*` say. Throws a
 * TapehaulError `config_invalid` when one of these is not valid.
 */
export function defaultSource(env: Environment): Profile<'source'> {
  const given = Object.fromEntries(VARIABLES.map((name) => [name, env[name]]));
  const { settings, problems } = checkSettings('source', undefined, given);
  if (settings !== undefined) {
    // AWS over TLS redirects no request elsewhere; of a server of the operator's this is for the operator to say.
    const isPublic = settings.endpoint === DEFAULT_SOURCE.endpoint;
    const network = ENGINES.filter(({ ownWays }) => ownWays === 'network').map(({ name }) => name);
    const ownWays = isPublic ? network : [];
    return { name: DEFAULT_SOURCE_NAME, settings, credentials: 'anonymous', allowPrivate: false, ownWays };
  }
  throw new TapehaulError('config_invalid', problems.map(problemText).join('\n'), {
    hint: 'Correct the variables named above, then start the service again.',
    problems,
  });
}

/** The storage that is used when a request names none: the output directory. */
export const DEFAULT_STORAGE: Profile<'storage'> = {
  name: DEFAULT_STORAGE_NAME,
  settings: { type: 'local' },
  credentials: 'anonymous',
  allowPrivate: false,
  ownWays: [],
};
