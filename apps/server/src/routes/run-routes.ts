import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import * as z from 'zod';
import { traceparentOfRequest } from '../http/request-spans.ts';
import type { Places } from '../records/places.ts';
import type { RunService } from '../runs/run-service.ts';
import { runDetails } from './run-details.ts';
import { listRuns } from './run-list.ts';
import {
  configBody,
  continueBody,
  pageOf,
  pageQuery,
  runDetailsSchema,
  runParams,
  runSchema,
} from './schemas.ts';
import { waitingView } from './views.ts';

const accepted = z.object({ run_id: z.string() });
/** Starts, lists, shows and stops runs. */
export function addRunRoutes(instance: FastifyInstance, runs: RunService, places: Places): void {
  const server = instance.withTypeProvider<ZodTypeProvider>();

  server.post(
    '/v1/runs',
    {
      schema: {
        operationId: 'startRun',
        summary: 'Start a collection; it may wait in the queue',
        body: configBody,
        headers: z.object({ 'idempotency-key': z.string().min(1).max(200).optional() }),
        response: { 200: accepted, 202: accepted },
      },
    },
    async (request, reply) => {
      const { body, headers, reach, tokenName } = request;
      const { runId, isNew } = await runs.submit({
        asked: { ...body, reach },
        sender: tokenName,
        idempotencyKey: headers['idempotency-key'],
        traceparent: traceparentOfRequest(request),
      });
      return reply
        .code(isNew ? 202 : 200)
        .header('location', `/v1/runs/${runId}`)
        .send({ run_id: runId });
    },
  );

  server.get(
    '/v1/runs',
    {
      schema: {
        operationId: 'listRuns',
        summary: 'List runs, the newest first, with those in the queue',
        querystring: pageQuery.extend({
          state: z.string().optional().describe('States, separated by commas.'),
        }),
        response: { 200: pageOf(runSchema) },
      },
    },
    async ({ query, reach }) => listRuns(places, runs.jobs, query, reach),
  );

  server.get(
    '/v1/runs/:run',
    {
      schema: {
        operationId: 'showRun',
        summary: 'Show a run',
        params: runParams,
        response: { 200: runDetailsSchema },
      },
    },
    async ({ params }) =>
      runs.read(
        params.run,
        (found) => runDetails(found, places),
        (job) => ({
          ...waitingView(job.run_id, places.nameOf(job.directory)),
          config: job.config,
          history: [],
          failures: [],
          timeline: [],
          changes: [],
          result: null,
        }),
      ),
  );

  const act = (name: string, summary: string, action: (runId: string) => Promise<void>): void => {
    server.post(
      `/v1/runs/:run/${name}`,
      { schema: { operationId: `${name}Run`, summary, params: runParams, response: { 202: accepted } } },
      async (request, reply) => {
        const { run } = request.params;
        await action(run);
        return reply.code(202).send({ run_id: run });
      },
    );
  };
  act('cancel', 'Stop a run gently: files in progress may finish', (run) => runs.cancel(run));
  act('pause', 'Let a run begin no further file', (run) => runs.request(run, 'pause'));
  act('unpause', 'Continue a paused run', (run) => runs.request(run, 'resume'));

  const goOn = (kind: 'resume' | 'retry', summary: string): void => {
    server.post(
      `/v1/runs/:run/${kind}`,
      {
        schema: {
          operationId: `${kind}Run`,
          summary,
          params: runParams,
          body: continueBody,
          response: { 202: accepted },
        },
      },
      async (request, reply) => {
        const { run } = request.params;
        await runs.goOn(run, kind, request.body ?? {}, traceparentOfRequest(request));
        return reply.code(202).send({ run_id: run });
      },
    );
  };
  goOn('resume', 'Continue what is left of a run');
  goOn('retry', 'Try again what failed in a run, and what is left of it');
}
