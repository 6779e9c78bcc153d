import { asInterval, DATA_TYPES, INTERVALS, isDay, isSymbol, MARKETS } from '@tapehaul/archive';
import { z } from 'zod';
import { DEFAULT_SOURCE, DEFAULTS } from './defaults.ts';
import { asEndpoint } from './endpoint.ts';

const day = z.string().refine(isDay, { error: 'a day that exists, as 2025-07-01' });
const symbol = z.string().refine(isSymbol, { error: 'a symbol of the archive, as BTCUSDT or BTCUSD_PERP' });
const interval = z
  .string()
  .refine((name) => asInterval(name) !== undefined, { error: `one of ${INTERVALS.join(', ')}` })
  .transform((name) => asInterval(name) ?? '1d');
const endpoint = z
  .string()
  .refine((text) => asEndpoint(text) !== undefined, { error: 'an http or https address without a path' })
  .transform((text) => asEndpoint(text) ?? text);
const directory = z
  .string()
  .min(1)
  .refine((path) => !path.includes('\0'), { error: 'a path without NUL characters' });

const count = (min: number, max: number) => z.int().min(min).max(max);
const seconds = (max: number) => z.number().min(0).max(max);

/** The span of a request: days in UTC, both included. */
export const dateRangeSchema = z.object({ start: day, end: day });

/** Where the archive is. */
const sourceSchema = z.object({
  endpoint: endpoint.default(DEFAULT_SOURCE.endpoint),
  bucket: z.string().min(1).default(DEFAULT_SOURCE.bucket),
  region: z.string().min(1).default(DEFAULT_SOURCE.region),
});

/**
 * Every key of a configuration. Keys of the existing teams keep their names and meanings; `logging`,
 * `storage` and `performance` are accepted as those teams have them.
 */
export const configSchema = z.object({
  workflow_type: z.literal('archive_collection').default(DEFAULTS.workflow_type),
  matrix_path: z.string().min(1).optional(),
  output_directory: directory.optional(),
  local_data_dir: directory.optional(),
  markets: z.array(z.enum(MARKETS)).min(1),
  symbols: z.array(symbol).min(1),
  data_types: z.array(z.enum(DATA_TYPES)).min(1),
  intervals: z.array(interval).min(1).optional(),
  partition: z.enum(['auto', 'daily', 'monthly']).default(DEFAULTS.partition),
  date_range: dateRangeSchema,
  max_parallel_downloads: count(1, 256).default(DEFAULTS.max_parallel_downloads),
  batch_size: count(1, 10_000).default(DEFAULTS.batch_size),
  part_size_mb: count(5, 5_120).default(DEFAULTS.part_size_mb),
  enable_batch_mode: z.boolean().default(DEFAULTS.enable_batch_mode),
  enable_s5cmd: z.boolean().default(DEFAULTS.enable_s5cmd),
  force_redownload: z.boolean().default(DEFAULTS.force_redownload),
  download_checksum: z.boolean().default(DEFAULTS.download_checksum),
  timeout_seconds: z.number().min(1).max(86_400).default(DEFAULTS.timeout_seconds),
  retry_attempts: count(0, 100).default(DEFAULTS.retry_attempts),
  retry_delay_seconds: seconds(86_400).default(DEFAULTS.retry_delay_seconds),
  task_retry_attempts: count(0, 100).default(DEFAULTS.task_retry_attempts),
  task_retry_delay_seconds: seconds(86_400).default(DEFAULTS.task_retry_delay_seconds),
  environment: z.enum(['development', 'testing', 'staging', 'production']).default(DEFAULTS.environment),
  enable_monitoring: z.boolean().default(DEFAULTS.enable_monitoring),
  use_cloud_storage: z.boolean().default(DEFAULTS.use_cloud_storage),
  source: sourceSchema.default({ ...DEFAULT_SOURCE }),
  logging: z.looseObject({}).optional(),
  storage: z.looseObject({}).optional(),
  performance: z.looseObject({}).optional(),
});

type Parsed = z.output<typeof configSchema>;

/** A checked configuration: every key has a value of its type, defaults filled in. */
export type CollectionConfig = Omit<Parsed, 'output_directory' | 'local_data_dir'> & {
  /** Root of everything a collection writes. */
  readonly output_directory: string;
};

/** A configuration as people write it, before checks and defaults. */
export type CollectionConfigInput = z.input<typeof configSchema>;
