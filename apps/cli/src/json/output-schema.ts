import { prefectFiguresSchema } from '@tapehaul/prefect/figures';
import {
  collectionResultSchema,
  errorRecordSchema,
  repairReportSchema,
  tablesResultSchema,
  workflowEventSchema,
} from '@tapehaul/workflow';
import * as z from 'zod';
import { OUTPUT_VERSION } from './output-version.ts';
import { workerLineSchema } from './worker-schema.ts';

const version = z
  .object({
    kind: z.literal('version'),
    tapehaul: z.string().describe('Version of the command.'),
    output: z.literal(OUTPUT_VERSION).describe('Version of these lines.'),
  })
  .describe('The first line.');

const warning = z
  .object({ kind: z.literal('warning'), message: z.string() })
  .describe('Something was corrected or ignored.');

const note = z
  .object({ kind: z.literal('note'), message: z.string() })
  .describe('Something was decided that the request does not say.');

const stopping = z
  .object({ kind: z.literal('stopping'), step: z.enum(['gently', 'at_once']) })
  .describe('Ctrl-C or SIGTERM came: at_once with the second.');

const spans = z
  .object({
    kind: z.literal('spans'),
    made: z.number(),
    sent: z.number(),
    queued: z.number(),
    held: z.number(),
    sampled_out: z.number(),
    dropped: z.number(),
    dropped_by: z.record(z.string(), z.number()),
    unfinished: z.number(),
    last_export_error: z.string().optional(),
  })
  .describe('How many spans of a traced run were sent, sampled out and dropped.');

const report = z
  .object({ kind: z.literal('report'), to: z.literal('prefect'), ...prefectFiguresSchema.unwrap().shape })
  .describe('With --report: what was reported of the run elsewhere, and what was not.');

const collectionResult = collectionResultSchema.unwrap().extend({
  prefect: prefectFiguresSchema.exactOptional().describe('With --report prefect: as in the line report.'),
});

const snapshot = z
  .looseObject({ kind: z.literal('snapshot'), run_id: z.string(), state: z.string() })
  .describe('With --server: the run as it stood when it began to be followed.');

const ended = z
  .object({
    kind: z.literal('ended'),
    state: z.string(),
    exit_code: z.number().optional().describe('Exit status, as without --server.'),
    error: errorRecordSchema.nullish().describe('Why it could not continue, as without --server.'),
  })
  .describe('With --server: the last line in place of a result.');

const nothingLeft = z
  .object({
    kind: z.literal('nothing_left'),
    run_id: z.string(),
    state: z.string(),
    message: z.string(),
  })
  .describe('The last line in place of a result, when nothing is left of the run that was to be continued.');

const error = z
  .object({ kind: z.literal('error'), ...errorRecordSchema.unwrap().shape })
  .describe('The last line in place of a result, when the collection could not begin.');

/** A line that `collect`, `resume`, `retry`, `tables build` and `worker` print with `--json`. */
const outputLineSchema = z.union([
  version,
  warning,
  note,
  workflowEventSchema,
  stopping,
  spans,
  report,
  collectionResult,
  tablesResultSchema,
  snapshot,
  ended,
  nothingLeft,
  error,
  workerLineSchema,
]);

/** The JSON Schema of such a line. */
export function outputJsonSchema(): Readonly<Record<string, unknown>> {
  return {
    ...z.toJSONSchema(outputLineSchema, { io: 'input' }),
    title: `A line of tapehaul collect --json, version ${OUTPUT_VERSION}`,
  };
}

/** The JSON Schema of a line that `repair` prints with `--json`. */
export function repairJsonSchema(): Readonly<Record<string, unknown>> {
  return {
    ...z.toJSONSchema(repairReportSchema, { io: 'input' }),
    title: `A line of tapehaul repair --json, version ${OUTPUT_VERSION}`,
  };
}
