import { partitions, wholeRange } from './date-rules.ts';
import { folded } from './folded.ts';
import { ignore, open, type Rule, refuse, use, useOpposite, when } from './key-rule.ts';
import { s5cmdArguments } from './s5cmd-arguments.ts';
import { sourcePlace } from './source-place.ts';

type Row = readonly [names: string, rule: Rule];

const list = (path: string): Rule =>
  use(path, (value) => (typeof value === 'string' ? value.split(',').map((entry) => entry.trim()) : value));
const tenths = (value: unknown) => (typeof value === 'number' ? value / 1_000 : undefined);
const onlyIf = (expected: boolean, why: string, write: string) => when(expected, ignore(why), refuse(write));

const WHERE = (key: string) =>
  `write source.${key} if the archive is read from there, storage.${key} if files go there`;
const ALWAYS_ZIP = 'files are kept as the archive has them, zipped';
const NARROW =
  'tapehaul fetches all that the request names: narrow symbols, data_types or date_range instead';

/** Keys of other tools, and of earlier tools of the same teams: several names a row, separated by spaces. */
const ROWS: readonly Row[] = [
  // Groups
  [
    'workflow_config workflow_settings collection_config collection archive_collection configuration config',
    open,
  ],
  ['parameters params settings general request download download_config download_settings fetch', open],
  [
    'performance_optimization performance_settings optimization quality_control quality quality_settings',
    open,
  ],
  ['processing execution runtime retry_config retry_policy retry_settings validation checks', open],

  // What
  ['market market_type market_types market_list trading_types segments', list('markets')],
  [
    'symbol symbol_list symbols_list pair pairs trading_pair trading_pairs ticker tickers instruments',
    list('symbols'),
  ],
  [
    'exclude excluded exclude_pairs excluded_symbols skip_symbols ignore_symbols symbol_blacklist blacklist',
    list('exclude_symbols'),
  ],
  ['data_type datatype types dataset datasets data_kinds feeds', list('data_types')],
  [
    'interval timeframe timeframes time_frames kline_interval kline_intervals candle_intervals resolution',
    list('intervals'),
  ],
  ['partitions partition_type partition_types', partitions],
  [
    'frequency granularity period',
    refuse('write "partition" ("daily", "monthly") or "intervals" (["1h"]), whichever is meant'),
  ],
  [
    'start start_date start_day start_time from from_date date_from begin begin_date since first_date',
    use('date_range.start'),
  ],
  ['end end_date end_day end_time to to_date date_to until last_date stop_date', use('date_range.end')],
  ['date day target_date single_date dates month year', wholeRange],
  [
    'days_back lookback lookback_days last_n_days num_days n_days days',
    refuse(
      'write "date_range": {"start": "2025-07-01", "end": "latest"}: a start that moves would leave holes',
    ),
  ],
  [
    'max_files limit file_limit max_symbols sample sample_size top_n max_file_size max_file_size_mb',
    refuse(NARROW),
  ],
  [
    'assets asset coins coin bases base_assets quote quotes quote_asset quote_assets',
    refuse('write "symbols", where patterns are allowed: ["BTCUSDT", "*USDT"]'),
  ],

  // Where from
  [
    'base_url base_uri s3_base_url archive_url archive_base_url source_url source_uri data_url download_url mirror mirror_url',
    sourcePlace,
  ],
  [
    'url uri s3_url s3_uri s3_path host hostname server',
    refuse('write "source" for where the archive is read from, "storage" for where files go'),
  ],
  ['source_endpoint archive_endpoint source_endpoint_url', use('source.endpoint')],
  ['source_bucket archive_bucket input_bucket source_bucket_name', use('source.bucket')],
  ['source_prefix archive_prefix input_prefix', use('source.prefix')],
  ['source_region archive_region', use('source.region')],
  ['endpoint endpoint_url s3_endpoint s3_endpoint_url aws_endpoint_url', refuse(WHERE('endpoint'))],
  ['bucket bucket_name s3_bucket s3_bucket_name', refuse(WHERE('bucket'))],
  ['prefix s3_prefix key_prefix', refuse(WHERE('prefix'))],
  ['region region_name aws_region s3_region aws_default_region', refuse(WHERE('region'))],
  ['profile aws_profile', refuse('set AWS_PROFILE in the environment')],
  ['proxy proxies http_proxy https_proxy proxy_url', refuse('set HTTPS_PROXY in the environment')],
  [
    'verify_ssl ssl_verify verify_tls',
    onlyIf(
      true,
      'certificates are always checked',
      'certificates are always checked: set NODE_EXTRA_CA_CERTS to the file of a private authority',
    ),
  ],
  [
    'no_verify_ssl insecure',
    onlyIf(
      false,
      'certificates are always checked',
      'certificates are always checked: set NODE_EXTRA_CA_CERTS to the file of a private authority',
    ),
  ],
  [
    'no_sign_request unsigned anonymous',
    onlyIf(true, 'the archive is always read without a signature', 'the archive is read without a signature'),
  ],

  // Where to
  [
    'base_output_dir output_dir output output_path out_dir outdir out output_folder output_root data_dir data_directory',
    use('output_directory'),
  ],
  [
    'data_path data_folder download_dir download_directory download_path save_dir save_path destination destination_dir',
    use('output_directory'),
  ],
  [
    'destination_directory destination_path dest dest_dir target target_dir target_directory local_dir local_path',
    use('output_directory'),
  ],
  [
    'local_directory local_output_dir base_dir base_directory base_path root root_dir directory dir folder path lake_path',
    use('output_directory'),
  ],
  [
    'destination_bucket dest_bucket target_bucket output_bucket storage_bucket upload_bucket bronze_bucket',
    use('storage.bucket'),
  ],
  [
    'destination_prefix dest_prefix target_prefix output_prefix storage_prefix upload_prefix',
    use('storage.prefix'),
  ],
  ['destination_endpoint target_endpoint storage_endpoint output_endpoint', use('storage.endpoint')],
  ['destination_region target_region storage_region output_region', use('storage.region')],
  [
    'cloud use_cloud cloud_storage enable_cloud_storage use_s3_storage upload_to_s3 upload_to_cloud',
    use('use_cloud_storage'),
  ],
  [
    'output_structure directory_structure directory_layout path_layout storage_layout folder_structure',
    use('layout'),
  ],

  // How
  [
    'parallel parallelism concurrency max_concurrency max_concurrent max_concurrent_downloads concurrent_downloads',
    use('max_parallel_downloads'),
  ],
  [
    'parallel_downloads max_parallel max_workers workers num_workers worker_count threads num_threads max_threads n_jobs',
    use('max_parallel_downloads'),
  ],
  ['batch files_per_batch', use('batch_size')],
  [
    'part_size s5cmd_part_size s5cmd_part_size_mb multipart_part_size_mb multipart_chunksize_mb',
    use('part_size_mb'),
  ],
  [
    'timeout timeout_s timeout_sec timeout_secs request_timeout read_timeout download_timeout request_timeout_seconds',
    use('timeout_seconds'),
  ],
  ['timeout_ms request_timeout_ms', use('timeout_seconds', tenths)],
  [
    'retries max_retries retry_count num_retries retry_max download_retries max_retry_attempts',
    use('task_retry_attempts'),
  ],
  [
    'retry_delay retry_wait retry_backoff backoff_seconds retry_backoff_seconds retry_interval',
    use('task_retry_delay_seconds'),
  ],
  [
    'retry_failed retry_failed_downloads retry_on_failure',
    when(
      false,
      use('retry_attempts', () => 0),
      ignore('what failed for a passing reason is always tried again (retry_attempts)'),
    ),
  ],
  [
    'bandwidth bandwidth_limit rate_limit max_bandwidth max_rate limit_rate',
    refuse('write "max_bytes_per_second", in bytes'),
  ],
  ['batch_mode use_batch_mode', use('enable_batch_mode')],
  ['use_s5cmd s5cmd s5cmd_enabled', use('enable_s5cmd')],
  ['downloader download_engine download_method download_tool', use('engine')],
  ['s5cmd_extra_args s5cmd_args s5cmd_options s5cmd_flags extra_args', s5cmdArguments],
  [
    'use_listing list_bucket discover_symbols',
    when(
      true,
      use('planning', () => 'listing'),
      ignore('planning is matrix by default'),
    ),
  ],
  [
    'matrix matrix_file archive_matrix archive_matrix_path archive_matrix_file availability_matrix_path',
    use('matrix_path'),
  ],
  ['force overwrite overwrite_existing redownload force_download', use('force_redownload')],
  ['skip_existing skip_if_exists skip_downloaded no_clobber', useOpposite('force_redownload')],

  // Proof
  [
    'checksum checksums verify verify_checksum verify_checksums validate_checksum validate_checksums',
    use('download_checksum'),
  ],
  [
    'check_checksum check_checksums verify_integrity enable_checksum download_checksums checksum_validation',
    use('download_checksum'),
  ],
  ['skip_checksum skip_checksums no_checksum skip_verification', useOpposite('download_checksum')],
  ['env stage deployment_environment', use('environment')],
  ['monitoring enable_metrics', use('enable_monitoring')],
  ['workflow workflow_name', use('workflow_type')],

  // What has no effect
  [
    'version description name test_name title comment comments _comment note notes author owner created created_at',
    ignore('a note for people'),
  ],
  [
    'updated_at last_updated metadata tags labels id config_version schema_version',
    ignore('a note for people'),
  ],
  [
    'verbose debug quiet silent progress show_progress progress_bar log_level log_file log_dir log_format',
    ignore('set with flags of the command: -v, -q, --log'),
  ],
  [
    'enable_resume resume resume_downloads auto_resume checkpoint checkpoints',
    ignore('every run can be continued: tapehaul resume'),
  ],
  [
    'dry_run dryrun plan_only simulate',
    when(true, refuse('run tapehaul plan, which fetches nothing'), ignore('tapehaul plan is the dry run')),
  ],
  ['compression compress', ignore(ALWAYS_ZIP)],
  ['extract unzip decompress convert convert_to_parquet output_format file_format', ignore(ALWAYS_ZIP)],
  ['partition_format partition_by', ignore('paths of files are set by layout')],
  ['memory_limit_mb max_memory_mb memory_limit cpu_limit', ignore('memory is bounded without a setting')],
  [
    'schedule cron schedule_cron cron_schedule',
    ignore('tapehaul collects once: start it by cron or a timer'),
  ],
  [
    'prefect prefect_config flow_name work_pool work_queue task_runner deployment deployment_name flow',
    ignore('tapehaul runs its own flow'),
  ],
  ['notifications alerts email slack slack_channel report reporting', ignore('there are no notifications')],
  [
    'cleanup cleanup_temp delete_temp temp_dir tmp_dir temp_directory cache_dir staging_dir',
    ignore('files in progress are kept below the output directory and removed there'),
  ],
  ['use_ssl ssl', ignore('the scheme of the endpoint decides: https:// or http://')],
  ['signature_version max_pool_connections multipart_threshold', ignore('there is nothing to set')],
  [
    'addressing_style',
    when('path', ignore('the bucket stands in the path by default'), refuse('write "source.style": "host"')),
  ],
];

const RULES: ReadonlyMap<string, Rule> = new Map(
  ROWS.flatMap(([names, rule]) => names.split(' ').map((name) => [folded(name), rule] as const)),
);

/** Groups whose keys are those of an S3 client. */
const S3_GROUPS = new Set([
  's3config',
  's3',
  's3settings',
  'aws',
  'awsconfig',
  'minio',
  'minioconfig',
  's5cmd',
  's5cmdconfig',
]);

/** The rule of a key that is none of ours; nothing for an unknown one. */
export function ruleOf(key: string, value: unknown): Rule | undefined {
  const name = folded(key);
  if (S3_GROUPS.has(name) && typeof value === 'object') return open;
  return RULES.get(name);
}

/** The names of all rules, folded; for tests. */
export function ruleNames(): string[] {
  return [...RULES.keys()];
}
