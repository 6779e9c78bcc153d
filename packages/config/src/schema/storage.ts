import type { Problem } from '@tapehaul/errors';
import * as z from 'zod';
import { bucketForm, endpointForm, prefixForm } from '../reading/text-forms.ts';
import { found, problemsOf, withSuggestion } from '../values/problems.ts';
import { isRecord } from '../values/records.ts';
import { DEFAULT_STORAGE_REGION } from './defaults.ts';

/** `storage` as people write it; keys that are not named here are accepted as existing teams have them. */
export const storageInputSchema = z.looseObject({
  type: z.enum(['local', 's3']).optional().describe('s3 together with use_cloud_storage.'),
  bucket: z.string().optional().describe('Bucket that files go to; needed with type s3.'),
  prefix: z
    .string()
    .optional()
    .describe('Leads every key in the bucket, such as lake/raw; nothing by default.'),
  endpoint: z.string().optional().describe('Address of the S3 server; AWS itself if left out.'),
  region: z.string().optional().describe(`Region of the bucket; ${DEFAULT_STORAGE_REGION} if left out.`),
});

const bucketSchema = z.object({
  bucket: bucketForm,
  prefix: prefixForm.default(''),
  endpoint: endpointForm.optional(),
  region: z.string().min(1).default(DEFAULT_STORAGE_REGION),
});

/** Files go to the output directory. */
export interface LocalStorage {
  readonly type: 'local';
}

/** Files go to a bucket. Credentials are never part of it: they come from the AWS SDK's chain. */
export interface S3Storage {
  readonly type: 's3';
  readonly bucket: string;
  /** Leads every key, without slashes at its ends; may be empty. */
  readonly prefix: string;
  /** Address of the S3 server; AWS itself when it is missing. */
  readonly endpoint?: string | undefined;
  readonly region: string;
}

interface Input {
  readonly use_cloud_storage?: unknown;
  readonly storage?: unknown;
}

/** Where files go by an input without {@link storageProblems}. */
export function storageOf({ use_cloud_storage, storage }: Input): LocalStorage | S3Storage {
  return use_cloud_storage === true ? { type: 's3', ...bucketSchema.parse(storage) } : { type: 'local' };
}

/** What is wrong with `storage` and `use_cloud_storage` beside the types of their values. */
export function storageProblems({ use_cloud_storage, storage = {} }: Input): Problem[] {
  if (!isRecord(storage)) return [];
  const cloud = use_cloud_storage === true;
  if (use_cloud_storage === undefined && storage.type === undefined && storage.bucket !== undefined) {
    const message =
      'missing beside storage.bucket, expected s3 with use_cloud_storage true, or local to keep files here';
    return [withSuggestion({ path: 'storage.type', message }, 's3')];
  }
  if (!cloud && storage.type !== 's3') return [];
  return [...choiceProblems(cloud, storage.type, use_cloud_storage), ...bucketProblems(storage)];
}

/** The two keys that choose a bucket must agree. */
function choiceProblems(cloud: boolean, type: unknown, use_cloud_storage: unknown): Problem[] {
  if (!cloud) {
    if (use_cloud_storage !== undefined && use_cloud_storage !== false) return [];
    const message = `${found(use_cloud_storage)}, expected true with storage.type s3`;
    return [withSuggestion({ path: 'use_cloud_storage', message }, 'true')];
  }
  if (type !== undefined && type !== 'local') return [];
  const message = `${found(type)}, expected s3 with use_cloud_storage true`;
  return [withSuggestion({ path: 'storage.type', message }, 's3')];
}

function bucketProblems(storage: Readonly<Record<string, unknown>>): Problem[] {
  const { error } = bucketSchema.safeParse(storage, { reportInput: true });
  // Values that are no texts are reported by the schema of the input.
  const issues = (error?.issues ?? []).filter(
    ({ code, input }) => code !== 'invalid_type' || input === undefined,
  );
  return issues.flatMap((issue) => problemsOf({ ...issue, path: ['storage', ...issue.path] }));
}
