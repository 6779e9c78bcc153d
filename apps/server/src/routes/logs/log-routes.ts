import { Readable } from 'node:stream';
import type { CatalogReader, LogQuery, LogRecord } from '@tapehaul/workflow';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import * as z from 'zod';
import { HttpRefusal } from '../../access/http-refusal.ts';
import type { RunReader } from '../../runs/queue/run-reader.ts';
import { runParams } from '../schemas.ts';
import { iso } from '../views.ts';
import { logPageSchema, type logSchema, logsQuery, logTextQuery } from './log-schemas.ts';
import { type LogPage, logText, textQuery } from './log-text.ts';

const NOTHING: LogPage = { rows: [], next: null };

/** The logs of runs. */
export function addLogRoutes(instance: FastifyInstance, reader: Pick<RunReader, 'read'>): void {
  const server = instance.withTypeProvider<ZodTypeProvider>();

  server.get(
    '/v1/runs/:run/logs',
    {
      schema: {
        operationId: 'listLogs',
        summary: 'Log lines of a run, from the oldest or the newest on, or around a line',
        params: runParams,
        querystring: logsQuery,
        response: { 200: logPageSchema },
      },
    },
    async ({ params: { run }, query: { around, context, limit, cursor, ...query } }) => {
      const wanted = { ...logQuery(query), limit, ...(cursor === undefined ? {} : { cursor }) };
      const { rows, next } = await reader.read(
        run,
        ({ record }): Promise<LogPage> =>
          around === undefined
            ? record.logs(run, wanted)
            : linesAround(record, run, logQuery(query), { around, context }),
        () => NOTHING,
      );
      return { rows: rows.map(logView), next };
    },
  );

  server.get(
    '/v1/runs/:run/logs/text',
    {
      schema: {
        operationId: 'downloadLogs',
        summary: 'The log of a run as a text file, a line each',
        params: runParams,
        querystring: logTextQuery,
        response: {
          200: { description: 'Default Response', content: { 'text/plain': { schema: z.string() } } },
        },
      },
    },
    async ({ method, params: { run }, query }, reply) => {
      const wanted = logQuery(query);
      const read = (page: LogQuery): Promise<LogPage> =>
        reader.read(
          run,
          ({ record }) => record.logs(run, page),
          () => NOTHING,
        );
      // What cannot be read is refused before the file begins.
      const first = await read(textQuery(wanted));
      return (
        reply
          .type('text/plain; charset=utf-8')
          .header('content-disposition', `attachment; filename="${run.replace(/[^\w-]/g, '_')}.log"`)
          // Without a body nothing of the log has to be read.
          .send(Readable.from(method === 'HEAD' ? [] : logText(first, read, wanted)) as unknown as string)
      );
    },
  );
}

/** What a request for log lines means for the record. Throws an HttpRefusal for an attempt of no task. */
function logQuery({ task, attempt, level, contains, order }: z.output<typeof logTextQuery>): LogQuery {
  if (attempt !== undefined && task === undefined) {
    const message = 'attempts are those of a task';
    throw new HttpRefusal(422, 'query_invalid', message, 'Give task, too.', [{ path: 'attempt', message }]);
  }
  return {
    order,
    ...(task === undefined ? {} : { taskId: task }),
    ...(attempt === undefined ? {} : { attempt }),
    ...(level === undefined ? {} : { level }),
    ...(contains === undefined ? {} : { contains }),
  };
}

/** A line and those near it, of those that are wanted, in the order they came. */
async function linesAround(
  record: CatalogReader,
  run: string,
  wanted: LogQuery,
  { around, context }: { readonly around: number; readonly context: number },
): Promise<LogPage> {
  const until = { ...wanted, order: 'newest', before: around + 1, limit: context + 1 } as const;
  const before = await record.logs(run, until);
  const behind = { ...wanted, order: 'oldest', after: around, limit: Math.max(context, 1) } as const;
  const after = context === 0 ? [] : (await record.logs(run, behind)).rows;
  return { rows: [...before.rows.toReversed(), ...after], next: null };
}

function logView(line: LogRecord): z.output<typeof logSchema> {
  return {
    sequence: line.sequence,
    at: iso(line.at),
    level: line.level,
    task: line.taskId,
    attempt: line.attempt,
    message: line.message,
    trace_id: line.traceId,
    span_id: line.spanId,
  };
}
