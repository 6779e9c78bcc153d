import * as z from 'zod';
import { errorRecord } from '../events/event-parts.ts';

const batch = z
  .object({
    kind: z.literal('worker_batch'),
    run_id: z.string(),
    batch: z.number(),
    outcome: z
      .enum(['done', 'nothing', 'given_back', 'lost', 'crashed', 'failed'])
      .describe(
        'done: all of its files have an outcome; nothing: it had nothing left, or its run has ended; given_back: the worker stops, or the run was withdrawn; lost: another worker has claimed it, or another process has taken over its run; crashed: too many workers in a row had lost it, and what was left of it is recorded as Crashed; failed: something went wrong that is not about a single file.',
      ),
    files: z.number().describe('Files that got an outcome here.'),
    bytes: z.number().describe('Bytes that were fetched for them.'),
    planned: z
      .number()
      .nullable()
      .describe('Files that were planned, where the batch was a part of a plan; null for a batch of files.'),
    seconds: z.number(),
    error: errorRecord.nullable().describe('Why, where something went wrong.'),
  })
  .readonly()
  .describe('A batch has ended for this worker.');

const run = z
  .object({
    kind: z.literal('worker_run'),
    run_id: z.string(),
    output_directory: z.string().describe('Absolute path.'),
    staging: z.string().describe('Absolute path of the directory in which files arrive on this machine.'),
    workers: z.number().describe('Among how many workers the limits of the run are divided.'),
  })
  .readonly()
  .describe('A worker has opened a run, to work on its batches.');

const takeOver = z
  .object({
    kind: z.literal('worker_take_over'),
    run_id: z.string(),
    output_directory: z.string(),
    step: z.enum(['begun', 'ended']),
    error: errorRecord.nullable(),
  })
  .readonly()
  .describe('The owner of a run is dead: this worker coordinates the run from now on, or does no longer.');

/** What a worker reports. */
export const workerEventSchema = z.union([batch, run, takeOver]);

/** What a worker reports. */
export type WorkerEvent = z.output<typeof workerEventSchema>;
/** A batch has ended for this worker. */
export type WorkerBatchEvent = z.output<typeof batch>;
/** A worker has opened a run, to work on its batches. */
export type WorkerRunEvent = z.output<typeof run>;
/** The owner of a run is dead, and this worker coordinates the run from now on, or does no longer. */
export type WorkerTakeOverEvent = z.output<typeof takeOver>;
/** How a worker ended with a batch that it was handed. */
export type BatchOutcome = WorkerBatchEvent['outcome'];

/** What a worker has done by now, and what it does. */
export const workerCountsSchema = z
  .object({
    running: z.number().describe('Batches that it works on.'),
    coordinated: z.number().describe('Runs that it has taken over from a dead owner, and coordinates.'),
    batches: z.number().describe('Batches that ended with all of their files.'),
    files: z.number(),
    failed: z.number(),
    bytes: z.number().describe('Bytes that were fetched.'),
  })
  .readonly();

/** What a worker has done by now, and what it does. */
export type WorkerCounts = z.output<typeof workerCountsSchema>;
