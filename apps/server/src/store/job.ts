import { parseConfig } from '@tapehaul/config';
import { planFingerprintSchema } from '@tapehaul/workflow';
import * as z from 'zod';
import { keptOriginsSchema } from '../access/request-origins.ts';

/** A run that is to be done, or is being done, as it is stored. */
export const jobSchema = z.object({
  run_id: z.string(),
  kind: z.enum(['collect', 'resume', 'retry']),
  /** Output directory, absolute. */
  directory: z.string(),
  /** Its configuration, checked when it was submitted or read; null for a run that is resumed. */
  config: z.union([z.null(), z.unknown().transform((config) => parseConfig(config))]),
  /** Where values of its configuration came from, by path; null where that is not known, as of a job of an older version. */
  origins: keptOriginsSchema.nullable().default(null),
  /** Settings and rate of a run that is continued; those that it was started with where there are none. */
  settings: z.record(z.string(), z.string()).default({}),
  max_bytes_per_second: z.number().nullable().default(null),
  /** Of what failed in a run that is retried, only these tasks; null for all. */
  only: z
    .object({
      taskIds: z.array(z.string()).readonly().exactOptional(),
      errorCode: z.string().exactOptional(),
      prefix: z.string().exactOptional(),
    })
    .nullable()
    .default(null),
  /** How often a run that is continued had been continued before; null for a new run, and for a job of an older version. */
  resumes: z.number().nullable().default(null),
  /** The plan that a new run is started from; null where there is none. */
  plan: planFingerprintSchema.nullable().default(null),
  /** Where its files are done; null for where they were before, and of a new run of an older version. */
  on: z.enum(['here', 'fleet']).nullable().default(null),
  submitted_at: z.string(),
  /** Name of the token that started the run; null without, for a run that is continued, and for a job of an older version. */
  started_by: z.string().nullable().default(null),
  /** The span of the request that requested it, as W3C traceparent. */
  traceparent: z.string().nullable(),
});

/** A run that is to be done, or is being done. */
export type Job = z.output<typeof jobSchema>;
