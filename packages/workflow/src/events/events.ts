import { ENGINE_NAMES } from '@tapehaul/config';
import * as z from 'zod';
import { planWarningSchema } from '../plan/records/plan-warning.ts';
import { unknownSeriesSchema } from '../plan/records/unknown-series.ts';
import { verdictRecordSchema } from '../plan/records/verdict-record.ts';
import { foundShape } from './engines-stated.ts';
import { batch, depth, errorRecord, fallBack, outcomeStatus, proof } from './event-parts.ts';
import { fleetEvents } from './fleet-events.ts';
import { tableEvents } from './table-events.ts';

const engineName = z.enum(['auto', ...ENGINE_NAMES]);

const started = z
  .object({
    kind: z.literal('started'),
    run_id: z.string(),
    output_directory: z.string().describe('Absolute path.'),
    storage: z.string().describe('Absolute path or address that files go below.'),
    catalog: z.string().describe('Absolute path of the record.'),
    source: z
      .object({
        endpoint: z.string(),
        bucket: z.string(),
        address: z.string().describe('Address that the keys of the archive follow, with bucket and prefix.'),
      })
      .readonly(),
    engine: engineName.describe('The engine that gets every file first; with auto that depends on its size.'),
    ...foundShape,
    parallel_downloads: z.number().describe('Transfers at once.'),
    batch_size: z.number().nullable().describe('Files in an s5cmd batch; null when it is fed line by line.'),
  })
  .readonly();

const verdict = z
  .object({ kind: z.literal('verdict'), ...verdictRecordSchema.unwrap().shape })
  .readonly()
  .describe('A span of days that the request cannot have, and why.');

const unknown = z
  .object({ kind: z.literal('unknown'), ...unknownSeriesSchema.unwrap().shape })
  .readonly()
  .describe('Something was requested that the archive does not have at all.');

const warning = z
  .object({ kind: z.literal('warning'), ...planWarningSchema.unwrap().shape })
  .readonly()
  .describe('Something about the plan that does not end it.');

const planned = z
  .object({
    kind: z.literal('planned'),
    files: z.number(),
    settled: z
      .number()
      .describe('Files that were settled before the run was continued; no events report them.'),
    settled_files: z.number().describe('Files of days that are settled in the record; without events.'),
    settled_days: z.number().describe('Days that are settled in the record; 0 for a continued run.'),
    bytes_left: z
      .number()
      .nullable()
      .describe(
        'Bytes of the files that are still to be fetched: by the listing, else the typical sizes of such files. Null where a continued run was planned without a listing.',
      ),
    bytes_left_is_estimate: z
      .boolean()
      .describe('Whether some of them may be typical sizes: not all of the plan was made by a listing.'),
    verdicts: z.number(),
  })
  .readonly()
  .describe('The plan is made and stored: nothing has been fetched yet.');

const followUp = z
  .object({
    kind: z.literal('follow_up'),
    key: z.string().describe('The monthly file.'),
    files: z.number().describe('Daily files that the plan of the run has more.'),
    bytes_left: z
      .number()
      .describe('Bytes of these that are still to be fetched, by the typical sizes of such files.'),
    message: z.string(),
  })
  .readonly()
  .describe(
    'A month is absent, contradicts its checksum, or is to be compared with its days: these are planned in the same run.',
  );

const file = z
  .object({
    kind: z.literal('file'),
    key: z.string(),
    status: outcomeStatus,
    target: z.string().describe('Absolute path or address.'),
    bytes: z.number().describe('Size in place, in bytes.'),
    planned_bytes: z.number().describe('Bytes that bytes_left of the plan counted it with.'),
    sha256: z.string().nullable(),
    proof,
    depth,
    engine: z.string().nullable(),
    fall_backs: z
      .array(fallBack)
      .readonly()
      .describe('Changes of engine, and the trouble that called for each.'),
    attempts: z.number(),
    error: errorRecord.nullable(),
  })
  .readonly()
  .describe('A file has ended.');

const retry = z
  .object({
    kind: z.literal('retry'),
    key: z.string(),
    attempts: z.number().describe('Attempts so far.'),
    retry_at: z.string().describe('UTC.'),
    error: errorRecord,
  })
  .readonly()
  .describe('A file will be tried again.');

const fallBackEvent = z
  .object({
    kind: z.literal('fall_back'),
    key: z.string(),
    from: z.string(),
    to: z.string(),
    error: errorRecord,
  })
  .readonly()
  .describe('A file falls back to another engine, because the first one failed for reasons of its own.');

const paused = z
  .object({
    kind: z.literal('paused'),
    engine: z.string(),
    tries_again_at: z.string().describe('When one file tries the source again, UTC; the intervals grow.'),
    waits_until: z.string().describe('When files that wait for the source fail, UTC.'),
    error: errorRecord,
  })
  .readonly()
  .describe('The source does not respond: files wait, and one at a time tries whether it answers again.');

const change = z
  .object({
    kind: z.literal('change'),
    change: z.enum(['replaced', 'late', 'vanished']),
    key: z.string(),
    facts: z
      .record(z.string(), z.unknown())
      .readonly()
      .describe('How the versions differ: held and archive, each with bytes, etag, lastModified.'),
  })
  .readonly()
  .describe(
    'The archive has changed since the last run: an object was replaced, came late, or has vanished.',
  );

const waiting = z
  .object({ kind: z.literal('waiting'), error: errorRecord })
  .readonly()
  .describe('Another run owns the output directory: this one waits until it has ended.');

const stillWaiting = z
  .object({
    kind: z.literal('still_waiting'),
    for: z.enum(['files', 'disk', 'source', 'transfers', 'end']),
    files: z.number().describe('Files that wait; 0 where it is not about files.'),
    message: z.string(),
  })
  .readonly()
  .describe('The run is being stopped, and waits for that: for some seconds at most.');

/** The events of a collection, as a schema to check data from elsewhere. */
export const workflowEventSchema = z.union([
  waiting,
  started,
  verdict,
  warning,
  unknown,
  planned,
  followUp,
  change,
  file,
  retry,
  fallBackEvent,
  paused,
  batch,
  stillWaiting,
  ...fleetEvents,
  ...tableEvents,
]);

/** The run has begun. */
export type StartedEvent = z.output<typeof started>;
/** A span of days that the request cannot have, and why. */
export type VerdictEvent = z.output<typeof verdict>;
/** Something was requested that the archive does not have at all. */
export type UnknownEvent = z.output<typeof unknown>;
/** Something about the plan that does not end it. */
export type WarningEvent = z.output<typeof warning>;
/** The plan is made and stored: nothing has been fetched yet. */
export type PlannedEvent = z.output<typeof planned>;
/** A file has ended. */
export type FileEvent = z.output<typeof file>;
/** A file will be tried again. */
export type RetryEvent = z.output<typeof retry>;
/** A file falls back to another engine, because the first one failed for reasons of its own. */
export type FallBackEvent = z.output<typeof fallBackEvent>;
/** The source does not respond: files wait, and one at a time tries whether it answers again. */
export type PausedEvent = z.output<typeof paused>;
/** The archive has changed since the last run. */
export type ChangeEvent = z.output<typeof change>;
/** Another run owns the output directory: this one waits until it has ended. */
export type WaitingEvent = z.output<typeof waiting>;
/** A batch of transfers has ended. */
export type BatchEvent = z.output<typeof batch>;
/** A run that is being stopped waits for something. */
export type StillWaitingEvent = z.output<typeof stillWaiting>;
/** The events of a collection, in order. */
export type WorkflowEvent = z.output<typeof workflowEventSchema>;
