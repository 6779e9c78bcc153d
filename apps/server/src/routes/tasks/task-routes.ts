import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import * as z from 'zod';
import { HttpRefusal } from '../../access/http-refusal.ts';
import type { RunReader } from '../../runs/queue/run-reader.ts';
import { whenLeft } from '../request-left.ts';
import { runParams } from '../schemas.ts';
import { filledPage } from './filled-page.ts';
import { taskQuery } from './task-query.ts';
import { attemptSchema, taskPageSchema, taskParams, tasksQuery, wholeTaskSchema } from './task-schemas.ts';
import { attemptView, taskView } from './task-views.ts';
import { wholeTask } from './whole-task.ts';

/** Tasks of runs, and all about one of them. */
export function addTaskRoutes(instance: FastifyInstance, reader: Pick<RunReader, 'read'>): void {
  const server = instance.withTypeProvider<ZodTypeProvider>();

  server.get(
    '/v1/runs/:run/tasks',
    {
      schema: {
        operationId: 'listTasks',
        summary: 'List tasks of a run',
        params: runParams,
        querystring: tasksQuery,
        response: { 200: taskPageSchema },
      },
    },
    async ({ params, query }, reply) => {
      const left = whenLeft(reply);
      return reader.read(
        params.run,
        async ({ record }) => {
          const wanted = taskQuery(query);
          const read = (from: { readonly cursor?: string }) =>
            record.tasks(params.run, { ...wanted, ...from });
          const { rows, next, searched } = await filledPage(read, left);
          const { tasks: scanned = null, of = null } = searched ?? {};
          return { rows: rows.map(taskView), next, scanned, of };
        },
        () => ({ rows: [], next: null, scanned: null, of: null }),
      );
    },
  );

  server.get(
    '/v1/runs/:run/tasks/:task',
    {
      schema: {
        operationId: 'showTask',
        summary: 'All about one task: states, attempts, what is held, former versions, and why it is missing',
        params: taskParams,
        response: { 200: wholeTaskSchema },
      },
    },
    async ({ params }) => {
      const found = await reader.read(
        params.run,
        ({ record }) => wholeTask(record, params.run, params.task),
        () => undefined,
      );
      if (found === undefined) throw noTask(params);
      return found;
    },
  );

  server.get(
    '/v1/runs/:run/attempts/:task',
    {
      schema: {
        operationId: 'listAttempts',
        summary: 'Attempts of a task that have ended',
        params: taskParams,
        response: { 200: z.object({ rows: z.array(attemptSchema) }) },
      },
    },
    async ({ params }) =>
      reader.read(
        params.run,
        async ({ record }) => {
          if ((await record.task(params.run, params.task)) === undefined) throw noTask(params);
          return { rows: (await record.attempts(params.run, params.task)).map(attemptView) };
        },
        () => ({ rows: [] }),
      ),
  );
}

function noTask({ run, task }: z.output<typeof taskParams>): HttpRefusal {
  return new HttpRefusal(
    404,
    'task_not_found',
    `run ${run} has no task ${task}`,
    `List its tasks: GET /v1/runs/${run}/tasks.`,
  );
}
