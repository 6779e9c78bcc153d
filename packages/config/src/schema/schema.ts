import { CANDLE_TYPES, DATA_TYPES, LAKEHOUSE_FOLDER } from '@tapehaul/archive';
import * as z from 'zod';
import { ENGINE_NAMES, ENGINE_SHAPE, WITHOUT_RATE } from '../engines/engine-keys.ts';
import {
  dayForm,
  directoryForm,
  endForm,
  intervalForm,
  marketForm,
  symbolForm,
} from '../reading/text-forms.ts';
import { DEFAULT_RECHECK, DEFAULT_SOURCE, DEFAULTS } from './defaults.ts';
import { recheckSchema } from './recheck.ts';
import { sourceSchema } from './source.ts';
import { type LocalStorage, type S3Storage, storageInputSchema } from './storage.ts';
import { tablesSchema } from './tables.ts';

const count = (min: number, max: number) => z.int().min(min).max(max);
const seconds = z.number().min(0).max(86_400);
const symbols = z.array(symbolForm).min(1);
const intervals = z.array(intervalForm).min(1);

/** The span of a request: days in UTC, both included. */
export const dateRangeSchema = z.strictObject(
  { start: dayForm, end: endForm },
  { error: ({ code }) => (code === 'invalid_type' ? 'an object with start and end' : undefined) },
);

/**
 * Every key of a configuration, each described. Keys of the existing teams keep their names and meanings;
 * `logging` and `performance` are accepted as those teams have them.
 */
export const configSchema = z.object({
  workflow_type: z
    .literal('archive_collection')
    .default(DEFAULTS.workflow_type)
    .describe('The only workflow there is.'),
  matrix_path: z
    .string()
    .min(1)
    .optional()
    .describe(
      "Availability matrix in JSON; counts from this file's folder, then from the working directory.",
    ),
  output_directory: directoryForm.default(DEFAULTS.output_directory),
  local_data_dir: directoryForm.optional().describe('Read as output_directory when that is missing.'),
  markets: z.array(marketForm).min(1).describe('Markets to collect.'),
  symbols: z
    .union([symbols, z.partialRecord(marketForm, symbols)])
    .describe('Symbols for all markets, or a list for each market.'),
  exclude_symbols: z
    .array(symbolForm)
    .default([...DEFAULTS.exclude_symbols])
    .describe('Symbols and patterns to leave out.'),
  data_types: z.array(z.enum(DATA_TYPES)).min(1).describe('Data types, spelled as in the archive.'),
  intervals: z
    .union([intervals, z.partialRecord(z.enum(CANDLE_TYPES), intervals)])
    .optional()
    .describe('Candle intervals, or a list for each candle type; all that the matrix names if left out.'),
  date_range: dateRangeSchema.describe('UTC days, both included.'),
  planning: z
    .enum(['auto', 'matrix', 'listing'])
    .default(DEFAULTS.planning)
    .describe(
      'matrix: by what the archive is known to hold; listing: by listing it; auto: by both, and by the matrix alone where the source refuses to be listed.',
    ),
  recheck: recheckSchema
    .default({ ...DEFAULT_RECHECK })
    .describe('How often what is settled in the record is compared with the archive and the disk again.'),
  fail_on: z
    .enum(['unknown', 'missing', 'never'])
    .default(DEFAULTS.fail_on)
    .describe(
      'What makes a run that is done end with exit status 4: something requested that the archive does not have at all; also files that are missing; nothing.',
    ),
  partition: z
    .enum(['auto', 'daily', 'monthly'])
    .default(DEFAULTS.partition)
    .describe('auto: whole closed months as monthly files, the rest as days.'),
  layout: z
    .enum(['lakehouse', 'archive'])
    .default(DEFAULTS.layout)
    .describe(`Paths of files: ${LAKEHOUSE_FOLDER}/… with key=value folders, or as in the archive.`),
  engine: z
    .enum(['auto', ...ENGINE_NAMES])
    .default(DEFAULTS.engine)
    .describe('What moves the bytes.'),
  max_parallel_downloads: count(1, 256)
    .default(DEFAULTS.max_parallel_downloads)
    .describe('Connections of each engine; small objects share theirs two by two.'),
  max_bytes_per_second: z
    .int()
    .min(1_024)
    .optional()
    .describe(
      `Most bytes a second, all transfers together; ${WITHOUT_RATE} cannot keep to that, so S3 fetches them.`,
    ),
  max_requests_per_second: z
    .int()
    .min(1)
    .optional()
    .describe(
      `Most requests for files, sidecars and listings that begin in a second, of all machines of the run together; ${WITHOUT_RATE} cannot keep to that, so S3 fetches them.`,
    ),
  max_object_bytes: z
    .int()
    .min(2 ** 20)
    .default(DEFAULTS.max_object_bytes)
    .describe('Most bytes of a file whose size is not listed; one that has more is refused.'),
  low_speed_limit: z
    .int()
    .min(0)
    .default(DEFAULTS.low_speed_limit)
    .describe(
      'A transfer of fewer bytes a second than this, for low_speed_seconds, is given up; 0: none is.',
    ),
  low_speed_seconds: z
    .number()
    .min(1)
    .max(86_400)
    .default(DEFAULTS.low_speed_seconds)
    .describe('For how long a transfer may be slower than low_speed_limit.'),
  ...ENGINE_SHAPE,
  check_free_space: z
    .boolean()
    .default(DEFAULTS.check_free_space)
    .describe('Refuse to begin when the plan needs more room than is free in the output directory.'),
  force_redownload: z.boolean().default(DEFAULTS.force_redownload).describe('Fetch again what is in place.'),
  download_checksum: z
    .boolean()
    .default(DEFAULTS.download_checksum)
    .describe('Fetch sidecars and prove files by them. false is the same as proof none.'),
  proof: z
    .enum(['auto', 'published', 'deep', 'none'])
    .default(DEFAULTS.proof)
    .describe(
      'published: SHA-256 against the sidecar, and the structure of the zip; deep: also its content, inflated, against its CRC; auto: deep for small files, published for others; none: no sidecars. A file without a sidecar is proved deep.',
    ),
  paranoid: z
    .boolean()
    .default(DEFAULTS.paranoid)
    .describe('Hash again what is recorded as in place, and fetch again what has changed.'),
  proof_threads: count(0, 256)
    .optional()
    .describe(
      'Threads that prove large files; all cores but one if left out, at least one, and one more while the main thread waits. 0: the main thread proves them.',
    ),
  durability: z
    .enum(['group', 'file', 'none'])
    .default(DEFAULTS.durability)
    .describe(
      'When files are made to outlive a power cut: in groups before the record says so, each by itself, or never.',
    ),
  timeout_seconds: z
    .number()
    .min(1)
    .max(86_400)
    .default(DEFAULTS.timeout_seconds)
    .describe('A transfer in which no byte moves for this long is given up.'),
  on_replaced: z
    .enum(['take_new', 'keep_old', 'keep_both'])
    .default(DEFAULTS.on_replaced)
    .describe(
      'When the archive has replaced a file that is held: keep_both puts the old one into _replaced/.',
    ),
  retry_attempts: count(0, 100)
    .default(DEFAULTS.retry_attempts)
    .describe('Further rounds for files, and runs of the flow, that failed for reasons that may pass.'),
  retry_delay_seconds: seconds.default(DEFAULTS.retry_delay_seconds).describe('Wait before each such round.'),
  task_retry_attempts: count(0, 100)
    .default(DEFAULTS.task_retry_attempts)
    .describe('Retries of a file within a round.'),
  task_retry_delay_seconds: seconds
    .default(DEFAULTS.task_retry_delay_seconds)
    .describe('First delay between them; it doubles, with jitter.'),
  environment: z
    .enum(['development', 'testing', 'staging', 'production'])
    .default(DEFAULTS.environment)
    .describe('production wants monitoring on and at most 10 parallel downloads.'),
  enable_monitoring: z.boolean().default(DEFAULTS.enable_monitoring).describe('Must be true in production.'),
  use_cloud_storage: z
    .boolean()
    .default(DEFAULTS.use_cloud_storage)
    .describe('true: files go to the bucket of storage.'),
  tables: tablesSchema
    .prefault(DEFAULTS.tables)
    .describe('Whether query-ready tables (Parquet) are built of the files, and how; needs DuckDB.'),
  source: sourceSchema
    .default({ ...DEFAULT_SOURCE })
    .describe('Where the archive is; the real one by default.'),
  storage: storageInputSchema
    .optional()
    .describe('Where files go; credentials come from the AWS chain and never stand here.'),
  logging: z.looseObject({}).optional().describe('Accepted as existing teams have it.'),
  performance: z.looseObject({}).optional().describe('Accepted as existing teams have it.'),
});

/** A checked configuration: every key has a value of its type, defaults filled in. */
export type CollectionConfig = Omit<z.output<typeof configSchema>, 'local_data_dir' | 'storage'> & {
  /** Where files go: `s3` exactly when `use_cloud_storage` is true. */
  readonly storage: LocalStorage | S3Storage;
};

/** A configuration as people write it, before checks and defaults. */
export type CollectionConfigInput = z.input<typeof configSchema>;

/** The JSON Schema of a configuration as people write it, for editors; unknown keys are allowed. */
export function configJsonSchema(): Readonly<Record<string, unknown>> {
  const schema = z.toJSONSchema(configSchema, { io: 'input' });
  return {
    ...schema,
    title: 'tapehaul collection',
    properties: { $schema: { type: 'string' }, ...schema.properties },
  };
}
