import type { StorageSettings } from '../../storage/recorded-bucket.ts';
import { pythonText } from './python-text.ts';

/** The bucket that tables are in. */
export type TablesBucket = Extract<StorageSettings, { type: 's3' }>;

/** Address of a folder of a bucket, without a slash at its end. */
export function bucketAddress({ bucket, prefix }: TablesBucket, folder: string): string {
  return ['s3:/', bucket, prefix, folder].filter((part) => part !== '').join('/');
}

/**
 * Statements that let DuckDB read a bucket: its extensions httpfs and aws, which it downloads once, and a secret with the credentials of this
 * machine, found as the AWS SDK does. Nothing of the credentials is printed.
 */
export function duckdbBucket(storage: TablesBucket): readonly string[] {
  const { endpoint, region } = storage;
  const server = endpoint === undefined ? undefined : new URL(endpoint);
  const options = [
    'TYPE s3',
    'PROVIDER credential_chain',
    `SCOPE ${sqlText(bucketAddress(storage, ''))}`,
    `REGION ${sqlText(region)}`,
    ...(server === undefined
      ? []
      : [
          `ENDPOINT ${sqlText(server.host)}`,
          "URL_STYLE 'path'",
          `USE_SSL ${server.protocol === 'https:' ? 'true' : 'false'}`,
        ]),
  ];
  return [
    'INSTALL httpfs; LOAD httpfs;\nINSTALL aws; LOAD aws;',
    `CREATE OR REPLACE SECRET tapehaul (\n  ${options.join(',\n  ')}\n);`,
  ];
}

/** Options with which polars reads a bucket; credentials come from the environment or the profile of this machine. */
export function polarsStorage({ endpoint, region }: TablesBucket): string {
  const isPlain = endpoint?.startsWith('http://') === true;
  return dictionary([
    ['aws_region', pythonText(region)],
    ...(endpoint === undefined ? [] : [['aws_endpoint_url', pythonText(endpoint)] as const]),
    ...(isPlain ? [['aws_allow_http', '"true"'] as const] : []),
  ]);
}

/** Options with which pandas reads a bucket, through s3fs; credentials come from the environment or the profile of this machine. */
export function pandasStorage({ endpoint, region }: TablesBucket): string {
  const client = dictionary([
    ['region_name', pythonText(region)],
    ...(endpoint === undefined ? [] : [['endpoint_url', pythonText(endpoint)] as const]),
  ]);
  return dictionary([['client_kwargs', client]]);
}

function dictionary(entries: readonly (readonly [key: string, value: string])[]): string {
  return `{${entries.map(([key, value]) => `${pythonText(key)}: ${value}`).join(', ')}}`;
}

function sqlText(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}
