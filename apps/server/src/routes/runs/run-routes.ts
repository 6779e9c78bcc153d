import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import * as z from 'zod';
import { traceparentOfRequest } from '../../http/request-spans.ts';
import type { RunReader } from '../../runs/queue/run-reader.ts';
import type { RunService } from '../../runs/run-service.ts';
import { runSchema } from '../../runs/schema/run-schema.ts';
import type { RunViews } from '../../runs/view/run-views.ts';
import { continuationOf, resumeBody, retryBody } from '../continue-body.ts';
import { whenLeft } from '../request-left.ts';
import { pageOf, pageQuery, requestedBy, runBody, runParams } from '../schemas.ts';
import { runDetails, runDetailsSchema, waitingDetails } from './run-details.ts';
import { type ListedRecords, listRuns } from './run-list.ts';

const accepted = z.object({ run_id: z.string() });

/** What the routes of runs work with. */
export interface RunRouteParts {
  readonly service: Pick<RunService, 'submit' | 'continueRun' | 'cancel' | 'request'>;
  readonly reader: Pick<RunReader, 'read' | 'queued'>;
  readonly records: ListedRecords;
  readonly views: Pick<RunViews, 'recorded' | 'waiting' | 'listed'>;
}

/** Starts, lists, shows and stops runs. */
export function addRunRoutes(instance: FastifyInstance, parts: RunRouteParts): void {
  const { service, reader, views } = parts;
  const server = instance.withTypeProvider<ZodTypeProvider>();

  server.post(
    '/v1/runs',
    {
      schema: {
        operationId: 'startRun',
        summary: 'Start a collection, or exactly what a plan says; it may wait in the queue',
        body: runBody,
        headers: z.object({ 'idempotency-key': z.string().min(1).max(200).optional() }),
        response: { 200: accepted, 202: accepted },
      },
    },
    async (request, reply) => {
      const { body, headers, reach, tokenName } = request;
      const { runId, isNew } = await service.submit({
        requested: requestedBy(body),
        reach,
        signal: whenLeft(reply),
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
    async ({ query, reach }) => listRuns(parts, query, reach),
  );

  server.get(
    '/v1/runs/:run',
    {
      schema: {
        operationId: 'showRun',
        summary: 'Show a run',
        params: runParams,
        querystring: z.object({
          with: z.enum(['config']).optional().describe('Its configuration, too, and where it came from.'),
        }),
        response: { 200: runDetailsSchema },
      },
    },
    async ({ params, query }) => {
      const withConfig = query.with === 'config';
      return reader.read(
        params.run,
        async (found) => runDetails(found, await views.recorded(found), withConfig),
        (queued) => waitingDetails(queued, views.waiting(queued), withConfig),
      );
    },
  );

  const addAction = (name: string, summary: string, action: (runId: string) => Promise<void>): void => {
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
  addAction('cancel', 'Stop a run gently: files in progress may finish', (run) => service.cancel(run));
  addAction('pause', 'Let a run begin no further file', (run) => service.request(run, 'pause'));
  addAction('unpause', 'Continue a paused run', (run) => service.request(run, 'resume'));

  server.post(
    '/v1/runs/:run/resume',
    {
      schema: {
        operationId: 'resumeRun',
        summary: 'Continue what is left of a run',
        params: runParams,
        body: resumeBody,
        response: { 202: accepted },
      },
    },
    async (request, reply) => {
      const { run } = request.params;
      await service.continueRun(run, 'resume', request.body ?? {}, traceparentOfRequest(request));
      return reply.code(202).send({ run_id: run });
    },
  );

  server.post(
    '/v1/runs/:run/retry',
    {
      schema: {
        operationId: 'retryRun',
        summary: 'Try again what failed in a run, or a selection of that, and what is left of the run',
        params: runParams,
        body: retryBody,
        response: { 202: accepted },
      },
    },
    async (request, reply) => {
      const { run } = request.params;
      await service.continueRun(run, 'retry', continuationOf(request.body), traceparentOfRequest(request));
      return reply.code(202).send({ run_id: run });
    },
  );
}
