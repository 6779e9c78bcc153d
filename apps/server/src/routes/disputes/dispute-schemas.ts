import type { DecidedDispute, DisputeRecord } from '@tapehaul/workflow';
import { errorRecordSchema, MOST_REASON } from '@tapehaul/workflow';
import * as z from 'zod';
import { pageQuery } from '../schemas.ts';
import { iso } from '../views.ts';

const STATES = ['open', 'accepted', 'rejected', 'resolved'] as const;

/** Which disputes of an output directory. */
export const disputesQuery = pageQuery.extend({
  output_directory: z.string().default('collection'),
  state: z
    .enum([...STATES, 'any'])
    .default('open')
    .describe('open: not decided yet; resolved: the archive has since published a file that is right.'),
});

const digests = {
  sha256: z.string().describe('SHA-256 of the file.'),
  published_sha256: z.string().describe('SHA-256 that its sidecar publishes.'),
};

/** A dispute as the service shows it. */
export const disputeSchema = z.object({
  key: z.string(),
  path: z.string().describe('Where the file goes once it is accepted, below the output directory.'),
  quarantined: z
    .string()
    .nullable()
    .describe(
      'Where it is kept while the dispute is open; null where it could not be kept, and once it is settled.',
    ),
  bytes: z.number(),
  ...digests,
  state: z.enum(STATES),
  first_run_id: z.string(),
  first_seen_at: z.string(),
  last_run_id: z.string().describe('The last run that met it.'),
  last_seen_at: z.string(),
  decided_by: z.string().nullable(),
  decided_at: z.string().nullable(),
  reason: z.string().nullable(),
});

const which = {
  output_directory: z.string().default('collection'),
  keys: z
    .array(z.string().min(1).max(2_000))
    .max(1_000)
    .default([])
    .describe('Keys, paths or names of files.'),
  run_id: z.string().max(200).optional().describe('All open disputes of this run: its id, or latest.'),
};

const reason = z.string().trim().min(1).max(MOST_REASON);

/** Which disputed files are taken as they are, and why. */
export const acceptBody = z
  .object({ ...which, reason: reason.describe('Why they are right although their checksums are not.') })
  .refine(namesAny, 'expected keys or run_id');

/** Which disputed files are forgotten, and why. */
export const rejectBody = z
  .object({ ...which, reason: reason.optional() })
  .refine(namesAny, 'expected keys or run_id');

function namesAny({
  keys,
  run_id,
}: {
  readonly keys: string[];
  readonly run_id?: string | undefined;
}): boolean {
  return keys.length > 0 || run_id !== undefined;
}

/** What was decided, file by file. */
export const decidedSchema = z.object({
  rows: z.array(
    z.object({
      status: z
        .enum(['accepted', 'held', 'rejected', 'failed'])
        .describe('held: it was accepted before. failed: nothing has changed; see the error.'),
      key: z.string(),
      path: z.string(),
      bytes: z.number(),
      ...digests,
      by: z.string().nullable().describe('Name of the token, or service where none is needed.'),
      at: z.string().nullable(),
      reason: z.string().nullable(),
      error: errorRecordSchema.nullable(),
    }),
  ),
});

/** A dispute with the keys of the service. */
export function disputeView(dispute: DisputeRecord): z.output<typeof disputeSchema> {
  const { key, path, quarantinePath, bytes, sha256, publishedSha256, state } = dispute;
  const { firstRunId, firstSeenAt, lastRunId, lastSeenAt, decidedBy, decidedAt, reason: why } = dispute;
  // A settled one was moved into its place, or deleted.
  const quarantined = state === 'open' ? quarantinePath : null;
  return {
    ...{ key, path, quarantined, bytes, sha256, published_sha256: publishedSha256, state },
    ...{ first_run_id: firstRunId, first_seen_at: iso(firstSeenAt) },
    ...{ last_run_id: lastRunId, last_seen_at: iso(lastSeenAt) },
    ...{ decided_by: decidedBy, decided_at: decidedAt === null ? null : iso(decidedAt), reason: why },
  };
}

/** A decision with the keys of the service. */
export function decidedView({
  kind: _,
  ...file
}: DecidedDispute): z.output<typeof decidedSchema>['rows'][number] {
  return file;
}
