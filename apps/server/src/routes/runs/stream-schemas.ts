import { workflowEventSchema } from '@tapehaul/workflow';
import * as z from 'zod';
import {
  endedSchema,
  progressEventSchemas,
  progressSnapshotSchema,
  runsEventSchemas,
  runsSnapshotSchema,
} from '../../runs/feeds/feed-events.ts';
import { runSchema } from '../../runs/schema/run-schema.ts';

const number = z
  .int()
  .optional()
  .describe(
    'Its number, higher than that of any before; the snapshots of a run of another process have none.',
  );

/** An event of a stream, by its name. */
const event = <Name extends string, Data extends z.ZodType>(name: Name, data: Data) =>
  z.object({ id: number, event: z.literal(name), data });

/** What each event of a run says, by its name. */
const ofWorkflow = workflowEventSchema.options.map((schema) => {
  const { value: name } = schema.unwrap().shape.kind;
  return event(name, schema);
});

const fullEventSchema = z
  .union([event('snapshot', runSchema), ...ofWorkflow, event('ended', endedSchema)])
  .describe('Any event of a run: the lines `id`, `event` and `data`.')
  .meta({ id: 'RunEvent' });

const progressEventSchema = z
  .union([
    event('snapshot', progressSnapshotSchema),
    event('progress', progressEventSchemas.progress),
    event('state', progressEventSchemas.state),
    event('ended', progressEventSchemas.ended),
  ])
  .describe('Where a run stands: the lines `id`, `event` and `data`.')
  .meta({ id: 'RunProgressEvent' });

/** An event of a run, in either view. */
export const runEventSchema = z.union([fullEventSchema, progressEventSchema]);

/** An event of all runs. */
export const runsEventSchema = z
  .union([
    event('snapshot', runsSnapshotSchema),
    event('run', runsEventSchemas.run),
    event('ended', runsEventSchemas.ended),
  ])
  .describe('What happens to all runs: the lines `id`, `event` and `data`.')
  .meta({ id: 'RunsEvent' });
