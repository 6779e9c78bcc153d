import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Places } from './places.ts';
import { traceparentOfRequest } from './request-spans.ts';
import { listRuns } from './run-list.ts';
import type { RunService } from './run-service.ts';
import { pageOf, pageQuery, runDetailsSchema, runParams, runSchema } from './schemas.ts';
import { configOf, iso, runView, waitingView } from './views.ts';

const accepted = z.object({ run_id: z.string() });
/** Changes that are told with a run. */
const CHANGES = 1_000;

/** Starts, lists, shows and stops runs. */
export function addRunRoutes(instance: FastifyInstance, runs: RunService, places: Places): void {
  const server = instance.withTypeProvider<ZodTypeProvider>();

  server.post(
    '/v1/runs',
    {
      schema: {
        operationId: 'startRun',
        summary: 'Start a collection; it may wait in the queue',
        body: z.object({
          config: z
            .record(z.string(), z.unknown())
            .describe('A configuration; output_directory is below the data of the service.'),
        }),
        headers: z.object({ 'idempotency-key': z.string().min(1).max(200).optional() }),
        response: { 200: accepted, 202: accepted },
      },
    },
    async (request, reply) => {
      const { body, headers } = request;
      const { runId, isNew } = await runs.submit({
        config: body.config,
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
        querystring: pageQuery.extend({ state: z.string().optional() }),
        response: { 200: pageOf(runSchema) },
      },
    },
    async ({ query }) => listRuns(places, runs.jobs, query),
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
    async ({ params }) => {
      const waiting = runs.waiting.find((job) => job.run_id === params.run && job.kind === 'collect');
      if (waiting !== undefined) {
        const nothing = { history: [], failures: [], timeline: [], changes: [], result: null };
        return {
          ...waitingView(waiting.run_id, places.nameOf(waiting.directory)),
          config: waiting.config,
          ...nothing,
        };
      }
      return places.withRun(params.run, ({ directory, record, run }) => ({
        ...runView(record, run, places.nameOf(directory)),
        config: configOf(run),
        history: record.runHistory(run.runId).map(({ state, at }) => ({ state, at: iso(at) })),
        failures: record.failures(run.runId).map((it) => ({
          code: it.code,
          tasks: it.tasks,
          example_key: it.exampleTaskId,
          example_message: it.exampleMessage,
        })),
        timeline: record
          .timeline(run.runId)
          .map(({ from, to, ended }) => ({ from: iso(from), to: iso(to), ended: { ...ended } })),
        changes: firstOf(record.changes(run.runId), CHANGES).map(({ kind, key, at }) => ({
          kind,
          key,
          at: iso(at),
        })),
        result: run.result,
      }));
    },
  );

  const act = (
    name: string,
    summary: string,
    action: (runId: string, traceparent: string | null) => Promise<void>,
  ): void => {
    server.post(
      `/v1/runs/:run/${name}`,
      { schema: { operationId: `${name}Run`, summary, params: runParams, response: { 202: accepted } } },
      async (request, reply) => {
        const { run } = request.params;
        await action(run, traceparentOfRequest(request));
        return reply.code(202).send({ run_id: run });
      },
    );
  };
  act('cancel', 'Stop a run gently: files under way may end', (run) => runs.cancel(run));
  act('pause', 'Let a run begin no further file', (run) => runs.wish(run, 'pause'));
  act('unpause', 'Let a paused run go on', (run) => runs.wish(run, 'resume'));
  act('resume', 'Go on with what is left of a run', (run, parent) => runs.goOn(run, 'resume', parent));
  act('retry', 'Try again what failed in a run, and what is left of it', (run, parent) =>
    runs.goOn(run, 'retry', parent),
  );
}

function firstOf<Value>(values: Iterable<Value>, count: number): Value[] {
  const first: Value[] = [];
  for (const value of values) {
    if (first.length === count) break;
    first.push(value);
  }
  return first;
}
