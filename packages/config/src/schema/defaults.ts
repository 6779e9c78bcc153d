import { PUBLIC_ARCHIVE } from '@tapehaul/archive';
import { ENGINE_DEFAULTS } from '../engines/engine-keys.ts';

/** Where the archive is unless a configuration says otherwise. */
export const DEFAULT_SOURCE = PUBLIC_ARCHIVE;

/** How often what is settled is checked again unless a configuration says otherwise. */
export const DEFAULT_RECHECK = { listing_days: 30, disk: 'sampled' } as const;

/** How tables are built unless a configuration says otherwise. */
export const DEFAULT_TABLES = { numbers: 'double', repair: 'days', fetch_days: 'auto' } as const;

/** Region of a storage bucket unless a configuration says otherwise. */
export const DEFAULT_STORAGE_REGION = 'us-east-1';

/** Most parallel downloads that `environment: production` allows. */
export const PRODUCTION_MAX_PARALLEL_DOWNLOADS = 10;

/** Values of every key that a configuration may leave out. */
export const DEFAULTS = {
  workflow_type: 'archive_collection',
  output_directory: 'output/archive_data',
  exclude_symbols: [],
  planning: 'auto',
  partition: 'auto',
  fail_on: 'unknown',
  layout: 'lakehouse',
  engine: 'auto',
  max_parallel_downloads: 4,
  max_object_bytes: 17_179_869_184,
  low_speed_limit: 50,
  low_speed_seconds: 60,
  ...ENGINE_DEFAULTS,
  force_redownload: false,
  check_free_space: true,
  download_checksum: true,
  proof: 'auto',
  paranoid: false,
  durability: 'group',
  on_replaced: 'take_new',
  timeout_seconds: 300,
  retry_attempts: 1,
  retry_delay_seconds: 300,
  task_retry_attempts: 3,
  task_retry_delay_seconds: 60,
  environment: 'development',
  enable_monitoring: true,
  use_cloud_storage: false,
  tables: false,
} as const;
