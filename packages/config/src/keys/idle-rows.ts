import { ignore, type KeyRow, refuse, when } from './key-rule.ts';

const ALWAYS_ZIP = 'files are kept as zips, as in the archive';

/** Keys that have no effect here, each with the reason. */
export const IDLE_ROWS: readonly KeyRow[] = [
  [
    'version description name test_name title comment comments note notes author owner created created_at',
    ignore('informational only'),
  ],
  [
    'workflow_name updated_at last_updated metadata tags labels id config_version schema_version',
    ignore('informational only'),
  ],
  [
    'verbose debug quiet silent progress show_progress progress_bar log_level log_file log_dir log_format',
    ignore('set by flags of the command: -v, -q, --log'),
  ],
  [
    'enable_resume resume resume_downloads auto_resume checkpoint checkpoints',
    ignore('every run can be continued with tapehaul resume'),
  ],
  [
    'dry_run plan_only simulate',
    when(true, refuse('run tapehaul plan, which downloads nothing'), ignore('tapehaul plan is the dry run')),
  ],
  ['compression compress', ignore(ALWAYS_ZIP)],
  ['extract unzip decompress file_format', ignore(ALWAYS_ZIP)],
  [
    'convert convert_to_parquet output_format',
    ignore(`${ALWAYS_ZIP}; "tables": true builds Parquet tables of them`),
  ],
  ['partition_format partition_by', ignore('layout sets the paths of files')],
  ['memory_limit_mb max_memory_mb memory_limit cpu_limit', ignore('memory is always bounded')],
  ['schedule cron schedule_cron cron_schedule', ignore('tapehaul runs once: start it from cron or a timer')],
  [
    'prefect prefect_config flow_name work_pool work_queue task_runner deployment deployment_name flow',
    ignore('tapehaul runs its own flow'),
  ],
  ['notifications alerts email slack slack_channel report reporting', ignore('not supported')],
  [
    'cleanup cleanup_temp delete_temp temp_dir tmp_dir temp_directory cache_dir staging_dir',
    ignore('temporary files are kept and removed below the output directory'),
  ],
  ['use_ssl ssl', ignore('the scheme of the endpoint decides: https:// or http://')],
  ['signature_version max_pool_connections multipart_threshold', ignore('not configurable')],
  [
    'addressing_style',
    when('path', ignore('the bucket stands in the path by default'), refuse('write "source.style": "host"')),
  ],
];
