import { ignore, type KeyRow, refuse, use, useOpposite, when } from './key-rule.ts';
import { s5cmdArguments } from './s5cmd-arguments.ts';

const fromMilliseconds = (value: unknown) => (typeof value === 'number' ? value / 1_000 : undefined);

/** Keys that say how files are fetched and proved. */
export const TRANSFER_ROWS: readonly KeyRow[] = [
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
  ['timeout_ms request_timeout_ms', use('timeout_seconds', fromMilliseconds)],
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
      ignore('transient failures are always retried (retry_attempts)'),
    ),
  ],
  [
    'requests_per_second max_rps rps request_rate max_request_rate requests_per_sec',
    use('max_requests_per_second'),
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
      use('planning', () => 'matrix'),
    ),
  ],
  [
    'matrix matrix_file archive_matrix archive_matrix_path archive_matrix_file availability_matrix_path',
    use('matrix_path'),
  ],
  ['force overwrite overwrite_existing redownload force_download', use('force_redownload')],
  ['skip_existing skip_if_exists skip_downloaded no_clobber', useOpposite('force_redownload')],
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
  ['workflow', use('workflow_type')],
];
