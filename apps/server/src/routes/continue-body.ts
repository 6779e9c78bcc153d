import type { TaskSelection } from '@tapehaul/workflow';
import * as z from 'zod';
import type { Continuation } from '../runs/run-service.ts';
import { runPlace } from './schemas.ts';

/** Most tasks that a request may name. */
const MOST_TASKS = 1_000;

const continuation = z.object({
  settings: z
    .record(z.string().max(64), z.string().max(1_000))
    .refine((settings) => Object.keys(settings).length <= 32, 'expected at most 32 settings')
    .optional()
    .describe(
      'Settings that override those that the run was started with, by key: source.* and how files are fetched.',
    ),
  on: runPlace.optional().describe('Where its files are done from now on; as before by default.'),
  max_bytes_per_second: z.number().int().min(1).optional().describe('Most bytes per second from now on.'),
});

/** What a run is resumed with. */
export const resumeBody = continuation.nullish();

/** What a run is retried with. */
export const retryBody = continuation
  .extend({
    task_ids: z
      .array(z.string().min(1).max(2_000))
      .min(1)
      .max(MOST_TASKS)
      .optional()
      .describe('Only these of the files that failed, by their keys.'),
    error_code: z.string().min(1).max(100).optional().describe('Only files that failed with this code.'),
    prefix: z.string().min(1).max(2_000).optional().describe('Only files whose keys begin so.'),
  })
  .nullish();

/** What a request wants of a run that it continues. */
export function continuationOf(body: z.output<typeof retryBody>): Continuation {
  const { task_ids, error_code, prefix, ...more } = body ?? {};
  const only: TaskSelection = {
    ...(task_ids === undefined ? {} : { taskIds: task_ids }),
    ...(error_code === undefined ? {} : { errorCode: error_code }),
    ...(prefix === undefined ? {} : { prefix }),
  };
  return { ...more, ...(Object.keys(only).length === 0 ? {} : { only }) };
}
