import { formatSeries } from '@tapehaul/workflow';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import * as z from 'zod';
import { type OutputParts, readOutput } from '../../access/read-output.ts';
import type { RunReader } from '../../runs/queue/run-reader.ts';
import { addLogRoutes } from '../logs/log-routes.ts';
import { coverageSchema, pageOf, pageQuery } from '../schemas.ts';
import { addRunTableRoutes } from '../tables/run-table-routes.ts';
import { addFailureRoutes } from '../tasks/failure-routes.ts';
import { addTaskRoutes } from '../tasks/task-routes.ts';
import { addTimelineRoute } from '../tasks/timeline-routes.ts';
import { addBatchRoute } from './batch-route.ts';

/** What the routes of records work with. */
export interface RecordRouteParts extends OutputParts {
  readonly reader: Pick<RunReader, 'read'>;
}

/** Tasks, failures and logs of runs, and what is held. */
export function addRecordRoutes(instance: FastifyInstance, { reader, ...outputs }: RecordRouteParts): void {
  addTaskRoutes(instance, reader);
  addFailureRoutes(instance, reader);
  addLogRoutes(instance, reader);
  addTimelineRoute(instance, reader);
  addBatchRoute(instance, reader);
  addRunTableRoutes(instance, reader);
  instance.withTypeProvider<ZodTypeProvider>().get(
    '/v1/coverage',
    {
      schema: {
        operationId: 'listCoverage',
        summary: 'What is held of each series in an output directory',
        querystring: pageQuery.extend({
          output_directory: z.string().default('collection'),
          series: z.string().default(''),
        }),
        response: { 200: pageOf(coverageSchema) },
      },
    },
    async ({ query: { output_directory, series, limit, cursor }, reach }) => {
      const page = await readOutput(outputs, reach, output_directory, (record) =>
        record.coverage({ prefix: series, limit, ...(cursor === undefined ? {} : { cursor }) }),
      );
      const rows = page.rows.map((row) => ({ ...row, series: formatSeries(row.series) }));
      return { rows, next: page.next };
    },
  );
}
