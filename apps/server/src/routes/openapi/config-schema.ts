import { configJsonSchema } from '@tapehaul/config';

/** Keys of a configuration that a request cannot bring: the service reads no file, and connects where its operator says. */
const NOT_SENT: ReadonlySet<string> = new Set([
  '$schema',
  'matrix_path',
  'local_data_dir',
  'source',
  'storage',
  'use_cloud_storage',
]);

const OUTPUT_DIRECTORY = {
  type: 'string',
  default: 'collection',
  description: 'A path of at most three names below the data of the service.',
};

type JsonSchema = Readonly<Record<string, unknown>>;

/** The JSON Schema of a configuration as a request sends it. */
export function requestConfigSchema(): JsonSchema {
  const { properties = {}, ...schema }: JsonSchema & { readonly properties?: object } = configJsonSchema();
  const sent = Object.entries(properties).filter(([key]) => !NOT_SENT.has(key));
  return {
    ...schema,
    title: 'tapehaul collection, as a request sends it',
    description:
      'Where it reads from and where files go is said beside it, by source_profile and storage_profile.',
    properties: Object.fromEntries(
      sent.map(([key, value]) => [key, key === 'output_directory' ? OUTPUT_DIRECTORY : value]),
    ),
  };
}
