import * as z from 'zod';
import { errorRecord } from '../../events/event-parts.ts';

const repairedFile = z
  .object({
    kind: z.literal('repaired'),
    path: z.string().describe('Below the output directory, with forward slashes.'),
    status: z
      .enum([
        'recorded',
        'version',
        'changed',
        'missing',
        'unproved',
        'unreadable',
        'unknown',
        'duplicate',
        'disputed',
      ])
      .describe(
        'recorded: proved and recorded. version: a former version that is kept. changed: its digest is another than its sidecar or manifest says. missing: a manifest names it, and it does not exist. unproved: nothing says what its digest should be. unknown: its path names no object of the archive. duplicate: another file is the same object. disputed: it is in the quarantine, contradicts its sidecar, and nobody has decided about it.',
      ),
    key: z.string().nullable(),
    bytes: z.number(),
    error: errorRecord.nullable(),
  })
  .readonly()
  .describe('A file that was checked.');

const repairSummary = z
  .object({
    kind: z.literal('summary'),
    record: z
      .enum(['rebuilt', 'sound'])
      .describe('sound: there was nothing to repair, and nothing was changed.'),
    files: z.record(z.string(), z.number()).describe('Files by status.'),
    bytes: z.number().describe('Bytes of the files that are recorded.'),
    runs: z.number().describe('Earlier runs that are in the record again.'),
    tables: z.number().describe('Partitions of tables that are recorded again.'),
    kept_as: z.string().nullable().describe('Absolute path of the damaged record; null when there was none.'),
    not_restored: z
      .array(z.string())
      .readonly()
      .describe('What the damaged record had and the new one lacks.'),
  })
  .readonly()
  .describe('The last line.');

/** What `repairFolder` reports: each file, and last a summary. */
export const repairReportSchema = z.union([repairedFile, repairSummary]);
/** A file that was checked. */
export type RepairedFile = z.output<typeof repairedFile>;
/** The result of a repair. */
export type RepairSummary = z.output<typeof repairSummary>;
