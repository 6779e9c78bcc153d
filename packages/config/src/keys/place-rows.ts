import { ignore, type KeyRow, refuse, use, when } from './key-rule.ts';
import { sourcePlace } from './source-place.ts';

const onlyIf = (expected: boolean, why: string, write: string) => when(expected, ignore(why), refuse(write));

const WHERE = (key: string) =>
  `write source.${key} if the archive is read from there, storage.${key} if files go there`;

/** Keys that say where the archive is read from. */
export const SOURCE_ROWS: readonly KeyRow[] = [
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
  [
    'record record_url record_url_file record_database record_dsn database database_url db_url dsn postgres postgres_url postgresql',
    refuse('set TAPEHAUL_RECORD_URL in the environment to the database of the record'),
  ],
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
];

/** Keys that say where files go. */
export const OUTPUT_ROWS: readonly KeyRow[] = [
  [
    'base_output_dir output_dir output output_path out_dir out output_folder output_root data_dir data_directory',
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
];
