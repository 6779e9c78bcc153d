import { FILE_TASK } from '@tapehaul/workflow';
import type { BatchRecord } from '@tapehaul/workflow/fleet';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import * as z from 'zod';
import type { RunReader } from '../../runs/queue/run-reader.ts';
import { pageOf, pageQuery, runParams } from '../schemas.ts';

const batchSchema = z
  .object({
    batch: z.int().describe('Its place in the plan, 1 for the first.'),
    left: z.int().describe('Files that have not ended.'),
    worker: z.string().nullable().describe('The worker that claimed it last; null before its first claim.'),
    is_held: z.boolean().describe('Whether that one works on it.'),
    claims: z.int().describe('How often it was claimed.'),
    losses: z.int().describe('How many holders in a row have lost it since a file of it ended.'),
    failure: z
      .object({ code: z.string(), message: z.string(), hint: z.string().nullable() })
      .nullable()
      .describe('Why it was given back last; null where nothing went wrong, or a file of it ended since.'),
  })
  .meta({ id: 'Batch' });

type BatchRow = z.output<typeof batchSchema>;

/** The batches of a run: who works on which of its files. */
export function addBatchRoute(instance: FastifyInstance, reader: Pick<RunReader, 'read'>): void {
  instance.withTypeProvider<ZodTypeProvider>().get(
    '/v1/runs/:run/batches',
    {
      schema: {
        operationId: 'listBatches',
        summary:
          'Batches of files of a run, in the order of its plan: files left, who works on them, what went wrong',
        params: runParams,
        querystring: pageQuery.extend({
          open: z
            .enum(['true', 'false'])
            .default('false')
            .describe('Only batches with files that have not ended.'),
        }),
        response: { 200: pageOf(batchSchema) },
      },
    },
    ({ params: { run }, query: { limit, cursor, open } }) =>
      reader.read(
        run,
        async ({ record }) => {
          const from = cursor === undefined ? {} : { cursor };
          const page = await record.batches(run, { name: FILE_TASK, open: open === 'true', limit, ...from });
          return { rows: page.rows.map(batchRow), next: page.next };
        },
        () => ({ rows: [], next: null }),
      ),
  );
}

function batchRow({ batch, left, holder: worker, isHeld, claims, losses, failure }: BatchRecord): BatchRow {
  const why = failure && { code: failure.code, message: failure.message, hint: failure.hint ?? null };
  // The lease of a batch that is done runs out later.
  return { batch, left, worker, is_held: isHeld && left > 0, claims, losses, failure: why };
}
