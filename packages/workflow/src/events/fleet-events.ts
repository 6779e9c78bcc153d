import * as z from 'zod';

const fleet = z
  .object({
    kind: z.literal('fleet'),
    files: z
      .record(z.string(), z.object({ tasks: z.number(), bytes: z.number() }).readonly())
      .readonly()
      .describe('Files of the plan by state, with the bytes that they have or are expected to have.'),
    bytes: z.number().describe('Size of the files of the plan that are in place, in bytes.'),
    files_per_second: z.number().describe('Files that ended, a second, over the last ten seconds.'),
    bytes_per_second: z
      .number()
      .describe('Bytes of files that came into place, a second, over the same time.'),
    open_batches: z.number().describe('Batches with files that have not ended.'),
    open_parts: z
      .number()
      .exactOptional()
      .describe('Parts of the plan that are not stored, while workers plan them; files begin after that.'),
    workers: z
      .array(
        z
          .object({
            worker: z.string().describe('Name of the worker.'),
            batches: z.array(z.number()).readonly().describe('Numbers of the batches that it works on.'),
          })
          .readonly(),
      )
      .readonly()
      .describe('Workers that work on batches of the run, by name.'),
  })
  .readonly()
  .describe(
    'How far a run on a fleet is: every second, while workers do its files. Files have no events of their own.',
  );

const noWorker = z
  .object({
    kind: z.literal('no_worker'),
    batches: z.number().describe('Batches that wait.'),
    seconds: z.number().describe('For how long no worker has taken one.'),
    message: z.string(),
    hint: z.string().describe('What to do next.'),
  })
  .readonly()
  .describe('No worker takes a batch of a run on a fleet. The run waits for one.');

/** The events of a run on a fleet. */
export const fleetEvents = [fleet, noWorker] as const;

/** How far a run on a fleet is. */
export type FleetEvent = z.output<typeof fleet>;
/** No worker takes a batch of a run on a fleet. */
export type NoWorkerEvent = z.output<typeof noWorker>;
