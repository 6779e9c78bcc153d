import * as z from 'zod';
import { HttpRefusal } from '../access/http-refusal.ts';
import { sentOriginsSchema } from '../access/request-origins.ts';
import type { RunRequested } from '../runs/request-key.ts';

/** Where a page of a list begins and how long it is. */
export const pageQuery = z.object({
  cursor: z.string().optional().describe('What `next` of the page before said.'),
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
});

/** A page of a list of such rows. */
export const pageOf = <Row extends z.ZodType>(row: Row) =>
  z.object({
    rows: z.array(row),
    next: z.string().nullable().describe('Where the next page begins; null after the last.'),
  });

/** A configuration. What it may say is checked, and described, by its own schema: see `requestConfigSchema`. */
const collectionConfig = z.record(z.string(), z.unknown()).meta({ id: 'CollectionConfig' });

/** A configuration, with the names of the profiles that say where it connects to. */
export const configBody = z.object({
  config: collectionConfig,
  origins: sentOriginsSchema.optional(),
  source_profile: z
    .string()
    .optional()
    .describe('Name of a source that the operator configured; `archive` by default.'),
  storage_profile: z
    .string()
    .optional()
    .describe('Name of a storage that the operator configured; `local`, the output directory, by default.'),
});

/** Where the files of a run are done. */
export const runPlace = z
  .enum(['here', 'fleet'])
  .describe('`fleet`: workers fetch the files, where the operator allows that. `here`: the service does.');

/** A new run: a configuration, or a plan that was made of one. */
export const runBody = configBody.partial({ config: true }).extend({
  on: runPlace.optional(),
  plan_id: z
    .string()
    .min(1)
    .max(100)
    .optional()
    .describe('In place of all else: starts exactly the plan that POST /v1/plans gave this id.'),
});

/** What a body requests. Throws a HttpRefusal, 422, where it has neither a configuration nor a plan alone. */
export function requestedBy({ plan_id, config, on, ...rest }: z.output<typeof runBody>): RunRequested {
  const place = on === undefined ? {} : { on };
  const isAlone = config === undefined && Object.values(rest).every((value) => value === undefined);
  if (plan_id !== undefined && isAlone) return { plan_id, ...place };
  if (plan_id === undefined && config !== undefined) return { config, ...rest, ...place };
  const path = plan_id === undefined ? 'config' : 'plan_id';
  const message =
    plan_id === undefined
      ? 'expected config, or plan_id'
      : 'expected plan_id alone: the plan has a configuration';
  throw new HttpRefusal(422, 'request_invalid', `${path}: ${message}`, 'Send one of the two.', [
    { path, message },
  ]);
}

export const runParams = z.object({ run: z.string() });

export const coverageSchema = z.object({
  series: z.string(),
  partition: z.string(),
  objects: z.number(),
  proved: z.number(),
  deep: z.number().describe('Of the objects, those whose content was inflated and compared, too.'),
  bytes: z.number(),
  first: z.string(),
  last: z.string(),
});
