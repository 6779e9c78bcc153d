import { CODES, type ErrorCode } from '@tapehaul/errors';
import * as z from 'zod';

const errorCode = z.enum(Object.keys(CODES) as [ErrorCode, ...ErrorCode[]]);

const problem = z
  .object({ path: z.string(), message: z.string(), suggestion: z.string().exactOptional() })
  .readonly();

/** An error as events and results have it. */
export const errorRecord = z
  .object({
    code: errorCode,
    message: z.string(),
    hint: z.string().exactOptional().describe('What to do next.'),
    retry: z
      .union([z.enum(['never', 'later']), z.object({ afterMs: z.number() }).readonly()])
      .describe('Whether trying again can help: never, later, or not before that many milliseconds.'),
    facts: z.record(z.string(), z.unknown()).readonly().exactOptional(),
    problems: z.array(problem).readonly().exactOptional(),
  })
  .readonly();

/** A change of engine in the middle of a file. */
export const fallBack = z.object({ from: z.string(), to: z.string(), code: errorCode }).readonly();

/** How a file ended. */
export const outcomeStatus = z
  .enum(['downloaded', 'cached', 'unverified', 'absent', 'failed', 'disputed'])
  .describe(
    'cached: was in place; unverified: whole, but without a sidecar; absent: the archive has no such file; disputed: it contradicts its checksum as in an earlier run, and was not fetched again.',
  );

/** What a digest was compared with. */
export const proof = z.enum(['sidecar', 'none']).describe('What the digest was compared with.');

export const depth = z
  .enum(['published', 'deep'])
  .nullable()
  .describe(
    'How deep it was proved: published: by its digest and the structure of the zip; deep: its content was inflated and compared, too; null: it is not in place.',
  );

/** The event of a batch of transfers. */
export const batch = z
  .object({
    kind: z.literal('batch'),
    transfers: z.number(),
    succeeded: z.number(),
    failed: z.number(),
  })
  .readonly()
  .describe('A batch of transfers has ended.');
