import { folded } from '../names/folded.ts';
import { ignore, type KeyRule, refuse, use } from './key-rule.ts';
import type { ruleOf } from './key-rules.ts';

const NAMES: ReadonlyMap<string, KeyRule> = new Map(
  [
    ['endpoint_url s3_endpoint s3_endpoint_url', use('storage.endpoint')],
    ['bucket_name s3_bucket s3_bucket_name destination_bucket', use('storage.bucket')],
    ['s3_prefix key_prefix base_prefix', use('storage.prefix')],
    ['region_name aws_region s3_region', use('storage.region')],
    ['kind provider storage_type', use('storage.type')],
    [
      'validate_checksums validate_checksum verify_checksums verify_checksum checksums checksum',
      use('download_checksum'),
    ],
    ['overwrite overwrite_existing', use('force_redownload')],
    [
      'compression compress compression_level file_format format',
      ignore('files are kept as zips, as in the archive'),
    ],
    ['partition_format partition_by partitioning', ignore('layout sets the paths of files')],
  ].flatMap(([names, rule]) =>
    (names as string).split(' ').map((name) => [folded(name), rule as KeyRule] as const),
  ),
);

const PLACES = new Set(
  [
    'path',
    'base_path',
    'root',
    'root_path',
    'local_path',
    'dir',
    'directory',
    'output_directory',
    'output_dir',
    'base_dir',
    'local_dir',
    'data_dir',
    'folder',
    'url',
    'uri',
    'location',
  ].map(folded),
);

/** Rules of keys within `storage`. A place in it is the output directory, or the prefix in a bucket. */
export function storageRule(storage: Readonly<Record<string, unknown>>): typeof ruleOf {
  return (key) => {
    const name = folded(key);
    if (!PLACES.has(name)) return NAMES.get(name);
    if (storage.type === 's3') return refuse('write storage.bucket and storage.prefix');
    return use('output_directory');
  };
}
