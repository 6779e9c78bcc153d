/** Where the s5cmd engine reads from, and how it calls the program. */
export interface S5cmdOptions {
  /** Path of the real s5cmd program (see `findS5cmd`), never of the Python package's launcher. */
  readonly binary: string;
  /** Address of the S3 server, with its scheme. */
  readonly endpoint: string;
  readonly bucket: string;
  readonly region: string;
  /** Most `cp` lines in a batch file. */
  readonly batchSize: number;
  /** Parallel transfers inside one s5cmd process; s5cmd itself takes at least 2. */
  readonly workers: number;
  /** s5cmd processes at once; 1 by default. */
  readonly parallelBatches?: number;
  /** Objects above this size come in parallel ranges, in MiB. */
  readonly partSizeMb: number;
  /** A process in which no byte moves for this long is ended, and its open transfers fail as `stalled`. */
  readonly timeoutSeconds: number;
  /** Called after each batch. */
  readonly onBatch?: (batch: BatchReport) => void;
}

/** How one batch ended. */
export interface BatchReport {
  readonly transfers: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly durationMs: number;
}

const KEPT_VARIABLES = [
  'HOME',
  'PATH',
  'TMPDIR',
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'NO_PROXY',
  'http_proxy',
  'https_proxy',
  'no_proxy',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'SystemRoot',
];

/**
 * The environment of the s5cmd process: proxies and certificates as they are, and none of the AWS and S3
 * variables, since `S3_ENDPOINT_URL` or a profile would send it elsewhere or make it refuse to start. The
 * region saves a HEAD request for the bucket.
 */
export function childEnvironment(region: string, env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  const kept = KEPT_VARIABLES.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]]));
  return { ...Object.fromEntries(kept), AWS_REGION: region, AWS_SDK_LOAD_CONFIG: '0' };
}

/** s5cmd's own retries: few, since a throttled object may hold a worker for minutes with more. */
const OWN_RETRIES = 1;

/** Arguments that run a batch file. */
export function runArguments(options: S5cmdOptions, batchFile: string): string[] {
  return [
    '--json',
    '--no-sign-request',
    ...['--endpoint-url', options.endpoint],
    ...['--numworkers', String(Math.max(2, options.workers))],
    ...['--retry-count', String(OWN_RETRIES)],
    'run',
    batchFile,
  ];
}
