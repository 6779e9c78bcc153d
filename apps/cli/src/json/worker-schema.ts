import { errorRecordSchema } from '@tapehaul/workflow';
import { workerCountsSchema, workerEventSchema } from '@tapehaul/workflow/fleet';
import * as z from 'zod';

const counts = workerCountsSchema.unwrap().shape;

const started = z
  .object({
    kind: z.literal('worker_started'),
    worker: z.string().describe('Name of the worker.'),
    database: z.string().describe('The database of the record, without user and password.'),
    staging: z.string().describe('Absolute path of the directory in which files that go to a bucket arrive.'),
    slots: z.number().describe('Batches at once.'),
    listening: z.string().nullable().describe('Address of /livez and /readyz; null without --listen.'),
  })
  .describe('The first line of a worker.');

const progress = z
  .object({ kind: z.literal('worker_progress'), ...counts, bytes_per_second: z.number() })
  .describe('What a worker has done by now: every ten seconds, where that has changed.');

const trouble = z
  .object({ kind: z.literal('worker_trouble'), error: errorRecordSchema })
  .describe('The queue of batches does not answer; the worker tries again.');

const ended = z
  .object({ kind: z.literal('worker_ended'), ...counts })
  .describe('The last line of a worker that was stopped.');

/** A line that `worker --json` prints beside those of its runs, which have the id of their run as `run_id`. */
export const workerLineSchema = z.union([started, workerEventSchema, progress, trouble, ended]);

/** A line of {@link workerLineSchema}. */
export type WorkerLine = z.input<typeof workerLineSchema>;
