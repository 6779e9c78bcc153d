import type { KeyRule } from './key-rule.ts';

/** What each argument of s5cmd is here: a setting to write, or nothing that matters. */
const WRITE: ReadonlyMap<string, string> = new Map(
  Object.entries({
    'endpoint-url': 'write source.endpoint in place of --endpoint-url',
    numworkers: 'write max_parallel_downloads in place of --numworkers',
    concurrency: 'write max_parallel_downloads in place of --concurrency',
    'part-size': 'write part_size_mb in place of --part-size',
    'dry-run': 'run tapehaul plan in place of --dry-run',
    exclude: 'write exclude_symbols in place of --exclude',
    include: 'write symbols in place of --include',
    profile: 'set AWS_PROFILE in place of --profile',
    'credentials-file': 'set AWS_SHARED_CREDENTIALS_FILE in place of --credentials-file',
    'no-verify-ssl': 'set NODE_EXTRA_CA_CERTS in place of --no-verify-ssl: certificates are always checked',
    'source-region': 'write source.region in place of --source-region',
  }),
);
const HARMLESS = new Set([
  'no-sign-request',
  'retry-count',
  'stat',
  'json',
  'log',
  'raw',
  'no-clobber',
  'if-size-differ',
  'if-source-newer',
]);

/** Arguments for s5cmd, which tapehaul composes itself: refused where one would change what is fetched or from where. */
export const s5cmdArguments: KeyRule = (value) => {
  const words = typeof value === 'string' ? value.split(/\s+/) : value;
  if (!Array.isArray(words) || !words.every((word) => typeof word === 'string')) return undefined;
  const names = words
    .filter((word) => word.startsWith('-'))
    .map((word) => word.replace(/^-+/, '').replace(/=.*$/, ''));
  const wrong = names.filter((name) => !HARMLESS.has(name));
  if (wrong.length === 0) {
    return {
      kind: 'ignore',
      why: 'tapehaul sets the arguments of s5cmd itself; task_retry_attempts sets the retries of a file',
    };
  }
  return {
    kind: 'refuse',
    write: wrong
      .map((name) => WRITE.get(name) ?? `remove --${name}: tapehaul sets the arguments of s5cmd itself`)
      .join('; '),
  };
};
