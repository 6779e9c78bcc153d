import { formatSeries } from '@tapehaul/workflow';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import * as z from 'zod';
import { HttpRefusal } from '../access/http-refusal.ts';
import { type OutputParts, readOutput } from '../access/read-output.ts';
import type { RunReader } from '../runs/run-reader.ts';
import {
  attemptSchema,
  coverageSchema,
  logSchema,
  pageOf,
  pageQuery,
  runParams,
  taskSchema,
} from './schemas.ts';
import { attemptView, iso, taskView } from './views.ts';

const taskParams = runParams.extend({
  task: z.string().describe('Id of the task, such as the key of a file, its slashes as %2F.'),
});

/** What there is of a run that waits. */
const nothing = () => ({ rows: [], next: null });

/** What the routes of records work with. */
export interface RecordRouteParts extends OutputParts {
  readonly reader: Pick<RunReader, 'read'>;
}

/** Tasks, attempts and logs of runs, and what is held. */
export function addRecordRoutes(instance: FastifyInstance, { reader, ...outputs }: RecordRouteParts): void {
  const server = instance.withTypeProvider<ZodTypeProvider>();

  server.get(
    '/v1/runs/:run/tasks',
    {
      schema: {
        operationId: 'listTasks',
        summary: 'List tasks of a run',
        params: runParams,
        querystring: pageQuery.extend({
          state: z.string().optional().describe('States, separated by commas.'),
          name: z.string().optional(),
          error_code: z.string().optional(),
          contains: z.string().optional().describe('A part of the id, in any case.'),
          order: z.enum(['planned', 'slowest', 'latest']).default('planned'),
        }),
        response: { 200: pageOf(taskSchema) },
      },
    },
    async ({ params, query: { state, name, error_code, contains, order, limit, cursor } }) =>
      reader.read(
        params.run,
        async ({ record }) => {
          const page = await record.tasks(params.run, {
            order,
            limit,
            ...(state === undefined ? {} : { states: state.split(',') }),
            ...(name === undefined ? {} : { name }),
            ...(error_code === undefined ? {} : { errorCode: error_code }),
            ...(contains === undefined ? {} : { contains }),
            ...(cursor === undefined ? {} : { cursor }),
          });
          return { rows: page.rows.map(taskView), next: page.next };
        },
        nothing,
      ),
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
        nothing,
      ),
  );

  server.get(
    '/v1/runs/:run/logs',
    {
      schema: {
        operationId: 'listLogs',
        summary: 'Log lines of a run, in the order they came',
        params: runParams,
        querystring: pageQuery.extend({
          task: z.string().optional(),
          level: z
            .enum(['debug', 'info', 'warn', 'error'])
            .optional()
            .describe('This level and those above.'),
          contains: z.string().optional(),
        }),
        response: { 200: pageOf(logSchema) },
      },
    },
    async ({ params, query: { task, level, contains, limit, cursor } }) =>
      reader.read(
        params.run,
        async ({ record }) => {
          const page = await record.logs(params.run, {
            limit,
            ...(task === undefined ? {} : { taskId: task }),
            ...(level === undefined ? {} : { level }),
            ...(contains === undefined ? {} : { contains }),
            ...(cursor === undefined ? {} : { cursor }),
          });
          const rows = page.rows.map((line) => ({
            sequence: line.sequence,
            at: iso(line.at),
            level: line.level,
            task: line.taskId,
            attempt: line.attempt,
            message: line.message,
            trace_id: line.traceId,
            span_id: line.spanId,
          }));
          return { rows, next: page.next };
        },
        nothing,
      ),
  );

  server.get(
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

function noTask({ run, task }: z.output<typeof taskParams>): HttpRefusal {
  return new HttpRefusal(
    404,
    'task_not_found',
    `run ${run} has no task ${task}`,
    `List its tasks: GET /v1/runs/${run}/tasks.`,
  );
}
