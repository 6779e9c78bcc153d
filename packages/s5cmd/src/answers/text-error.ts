import { type ErrorCode, TapehaulError } from '@tapehaul/errors';
import { answeredThrough } from '@tapehaul/network';
import type { S5cmdSettings } from '../command/options.ts';
import { redirectError } from './redirects.ts';
import { routeError } from './route-error.ts';

/** s5cmd's error texts, the first that fits decides. It has no code field: the text is all there is. */
const TEXTS: readonly (readonly [RegExp, ErrorCode])[] = [
  [/^NoSuchBucket:/, 'bucket_not_found'],
  // Only S3 itself says NoSuchKey: any other 404 comes from something that is not the archive.
  [/^NoSuchKey:/, 'not_found'],
  [/status code: 404/, 'server_error'],
  [/^AccessDenied:|^Forbidden:|status code: 403|NoCredentialProviders/, 'access_denied'],
  [/^SlowDown:|^TooManyRequests:|status code: (429|503)/, 'throttled'],
  [/^SerializationError:|status code: [5-9]\d\d/, 'server_error'],
  [/status code: [34]\d\d/, 'request_refused'],
  // What came is no HTTP.
  [/transport connection broken: (?!.*(?:reset|EOF))/, 'server_error'],
  [/invalid byte in chunk length|chunk length too large|header line too long|long trailer/, 'server_error'],
  [/no space left on device|disk quota exceeded/, 'disk_full'],
  [/not a directory|is a directory|file exists/, 'target_blocked'],
  [/read-only file system|input\/output error/, 'disk_failed'],
  [/permission denied|file name too long/, 'file_failed'],
  [/too many open files/, 'engine_crashed'],
  [/connection refused|connection reset|i\/o timeout|broken pipe|RequestError/, 'connection_failed'],
  [/EOF/, 'truncated'],
];

const HINTS: Partial<Record<ErrorCode, string>> = {
  bucket_not_found: 'Check source.bucket in the configuration.',
  access_denied:
    'A 403 from the archive is an outage or a block on the way, not a missing file: try again later.',
  connection_failed: 'Check source.endpoint, the network and any proxy.',
  disk_full: 'Free space on the output file system, then run the same command again.',
  engine_crashed: 'Raise the limit of open files (ulimit -n), or lower max_parallel_downloads.',
};

/** What only an S3 server says: the rest may be the words of a proxy. */
const OWN = /^(NoSuch\w+|AccessDenied|SlowDown|InternalError|Invalid\w+):/;

/** Longest text that is kept, in characters: s5cmd prints what it could not read as a dump. */
const LONGEST = 400;

/** The error that an s5cmd text means, with the text kept. An unknown text is `internal`. */
export function textError(
  key: string,
  printed: string,
  settings: Pick<S5cmdSettings, 'endpoint' | 'network'>,
): TapehaulError {
  const text = printed.length > LONGEST ? `${printed.slice(0, LONGEST)}…` : printed;
  const onTheWay = redirectError(key, text, settings) ?? routeError(key, text, settings);
  if (onTheWay !== undefined) return onTheWay;
  const [, code] = TEXTS.find(([pattern]) => pattern.test(text)) ?? [undefined, 'internal' as const];
  const hint = HINTS[code];
  const status = Number(/status code: (\d{3})/.exec(text)?.[1]);
  // An answer in no words of S3 has no ids, and a dump of its bytes, which helps no reader.
  const isStrange = !Number.isNaN(status) && /request id: ?, host id:/.test(text);
  const words = isStrange ? `the server answers ${status}` : text;
  const error = new TapehaulError(code, `${key}: ${words}`, {
    facts: { key, s5cmd: text, ...(Number.isNaN(status) ? {} : { status }) },
    ...(hint === undefined ? {} : { hint }),
  });
  const { endpoint, network } = settings;
  return answeredThrough(error, network.routeTo(endpoint), new URL(endpoint).host, OWN.test(text));
}
