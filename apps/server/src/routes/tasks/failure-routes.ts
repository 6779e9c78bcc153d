import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import * as z from 'zod';
import type { RunReader } from '../../runs/queue/run-reader.ts';
import { whenLeft } from '../request-left.ts';
import { runParams } from '../schemas.ts';
import { FailureGroups, groupedFailures } from './failure-groups.ts';
import { failuresSchema, GROUPINGS } from './failure-schemas.ts';

/** Why tasks of runs failed. */
export function addFailureRoutes(instance: FastifyInstance, reader: Pick<RunReader, 'read'>): void {
  const server = instance.withTypeProvider<ZodTypeProvider>();

  server.get(
    '/v1/runs/:run/failures',
    {
      schema: {
        operationId: 'listFailures',
        summary: 'What failed in a run, in groups, the largest first: who has to act and what to do',
        params: runParams,
        querystring: z.object({ by: z.enum(GROUPINGS).default('code') }),
        response: { 200: failuresSchema },
      },
    },
    async ({ params: { run }, query: { by } }, reply) => {
      const left = whenLeft(reply);
      const groups = await reader.read(
        run,
        ({ record }) => groupedFailures(record, run, by, left),
        () => new FailureGroups(by),
      );
      return groups.answer();
    },
  );
}
