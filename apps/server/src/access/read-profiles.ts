import { readFile } from 'node:fs/promises';
import { ENGINES, problemText } from '@tapehaul/config';
import { nearest, type Problem, TapehaulError } from '@tapehaul/errors';
import * as z from 'zod';
import {
  checkSettings,
  DEFAULT_SOURCE_NAME,
  DEFAULT_STORAGE_NAME,
  type Profile,
  type ProfileKind,
} from './profiles.ts';

const OPTION = { source: '--sources', storage: '--storages' } as const;
const DEFAULT_NAME = { source: DEFAULT_SOURCE_NAME, storage: DEFAULT_STORAGE_NAME } as const;
/** Whose credentials a profile uses unless it says so: the archive is public, a bucket to write to is not. */
const CREDENTIALS = { source: 'anonymous', storage: 'chain' } as const;
/** Keys that allow an engine to read by ways of its own, and its name. */
const ALLOWED = ENGINES.flatMap(({ name, ownWays }) =>
  ownWays === 'none' ? [] : [[`allow_${name}`, name] as const],
);
/** What a profile may have beside the keys of its source or storage. */
const accessSchema = z.object({
  credentials: z.enum(['anonymous', 'chain'], 'expected anonymous or chain').optional(),
  allow_private: z.boolean('expected true or false').default(false),
  ...Object.fromEntries(ALLOWED.map(([key]) => [key, z.boolean('expected true or false').default(false)])),
});
const KEYS = ['endpoint', 'bucket', 'region', 'prefix', ...Object.keys(accessSchema.shape)];
const NAME = /^[a-z0-9][a-z0-9._-]{0,63}$/i;

const fileSchema = z.record(z.string(), z.record(z.string(), z.unknown()));

/**
 * Reads the profiles of a file: a JSON object that has for each name `endpoint`, `bucket`, `region`, `prefix`, `credentials`,
 * `allow_private` and `allow_s5cmd`. Throws a TapehaulError: `config_unreadable`, or `config_invalid` with every problem.
 */
export async function readProfiles<Kind extends ProfileKind>(
  kind: Kind,
  path: string,
): Promise<Profile<Kind>[]> {
  const hint = `${OPTION[kind]} takes a JSON object such as {"mirror": {"endpoint": "https://s3.example", "bucket": "archive"}}.`;
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const message = `cannot read the file of ${OPTION[kind]}: ${reason}`;
    throw new TapehaulError('config_unreadable', message, { cause, hint });
  });
  const file = fileSchema.safeParse(parsed(text));
  if (!file.success) {
    throw new TapehaulError('config_invalid', `${path} is not a JSON object of named profiles`, { hint });
  }
  const readings = Object.entries(file.data).map(([name, given]) => profileOf(kind, name, given));
  const problems = readings.flatMap((reading) => reading.problems);
  if (problems.length === 0) return readings.flatMap(({ profile }) => profile ?? []);
  const lines = problems.map((problem) => `  ${problemText(problem)}`);
  throw new TapehaulError('config_invalid', [`${path} has problems:`, ...lines].join('\n'), {
    hint: 'Correct the fields named above, then start the service again.',
    problems,
  });
}

interface Reading<Kind extends ProfileKind> {
  readonly profile: Profile<Kind> | undefined;
  readonly problems: readonly Problem[];
}

function profileOf<Kind extends ProfileKind>(
  kind: Kind,
  name: string,
  given: Readonly<Record<string, unknown>>,
): Reading<Kind> {
  const access = accessSchema.safeParse(given);
  const ofPlace = Object.entries(given).filter(([key]) => !(key in accessSchema.shape));
  const check = checkSettings(kind, {
    ...Object.fromEntries(ofPlace),
    ...(kind === 'storage' ? { type: 's3' } : {}),
  });
  const problems = [
    ...nameProblems(kind, name),
    // Of a source these are reported by its own check.
    ...(kind === 'storage' ? unknownKeys(name, given) : []),
    ...check.problems.map((problem) => ({ ...problem, path: problem.path.replace(kind, name) })),
    ...(access.error?.issues ?? []).map(({ path, message }) => {
      const key = path.join('.');
      return { path: `${name}.${key}`, message: `got ${JSON.stringify(given[key])}, ${message}` };
    }),
  ];
  const { settings } = check;
  if (problems.length > 0 || settings === undefined || access.data === undefined) {
    return { profile: undefined, problems };
  }
  const { credentials = CREDENTIALS[kind], allow_private: allowPrivate, ...allowed } = access.data;
  const switches: Readonly<Record<string, unknown>> = allowed;
  const ownWays = ALLOWED.flatMap(([key, engine]) => (switches[key] === true ? [engine] : []));
  return { profile: { name, settings, credentials, allowPrivate, ownWays }, problems };
}

function nameProblems(kind: ProfileKind, name: string): Problem[] {
  if (name === DEFAULT_NAME[kind])
    return [{ path: name, message: `is the default ${kind}, use another name` }];
  if (NAME.test(name)) return [];
  return [{ path: name, message: 'expected a name of at most 64 of a-z, 0-9, ., - and _' }];
}

function unknownKeys(name: string, given: Readonly<Record<string, unknown>>): Problem[] {
  const unknown = Object.keys(given).filter((key) => !KEYS.includes(key));
  return unknown.map((key) => {
    const suggestion = nearest(key, KEYS);
    const problem = { path: `${name}.${key}`, message: `no such key, expected ${KEYS.join(', ')}` };
    return suggestion === undefined ? problem : { ...problem, suggestion };
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return undefined;
  }
}
