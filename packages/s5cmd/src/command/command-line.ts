import { keyAtSource } from '@tapehaul/archive';
import type { S5cmdSettings } from './options.ts';
import { quoteArgument } from './quote.ts';

const KEPT_VARIABLES = ['HOME', 'PATH', 'TMPDIR', 'SSL_CERT_FILE', 'SSL_CERT_DIR', 'SystemRoot'];

/**
 * The environment of the s5cmd process: the proxy and the authorities that this process uses, in the form that Go reads,
 * and none of the AWS and S3 variables, since `S3_ENDPOINT_URL` or a profile would send it elsewhere or make it refuse to
 * start. The region saves a HEAD request for the bucket.
 */
export function environmentOf({
  region,
  env,
  variables,
}: Pick<S5cmdSettings, 'region' | 'env' | 'variables'>): NodeJS.ProcessEnv {
  const kept = KEPT_VARIABLES.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]]));
  return { ...Object.fromEntries(kept), ...variables, AWS_REGION: region, AWS_SDK_LOAD_CONFIG: '0' };
}

/** s5cmd's own retries: few, since a throttled object may hold a worker for minutes with more. */
const OWN_RETRIES = 1;
/** Fewer workers than these s5cmd does not take. */
export const LEAST_WORKERS = 2;

/** How many lines an s5cmd process works on at once. */
export function workersOf({ workers }: Pick<S5cmdSettings, 'workers'>): number {
  return Math.max(LEAST_WORKERS, workers);
}

/** Arguments that run the lines of a file, or of stdin as they come. Results are lines of JSON, at level `info`. */
export function runArguments(options: S5cmdSettings, batchFile?: string): string[] {
  return [
    '--json',
    '--no-sign-request',
    ...['--endpoint-url', options.endpoint],
    ...['--numworkers', String(workersOf(options))],
    ...['--retry-count', String(OWN_RETRIES)],
    'run',
    ...(batchFile === undefined ? [] : [batchFile]),
  ];
}

/**
 * A line that copies an object to a file: `--raw`, so that `*` and `?` are literal. Throws a TapehaulError
 * `key_invalid` for names with a line break or NUL.
 */
export function copyLine(settings: S5cmdSettings, key: string, destination: string): string {
  const address = `s3://${settings.bucket}/${keyAtSource(settings, key)}`;
  return `cp --raw --part-size ${settings.partSizeMb} ${quoteArgument(address)} ${quoteArgument(destination)}\n`;
}
