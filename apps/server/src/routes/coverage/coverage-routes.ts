import { DAY_STATES } from '@tapehaul/coverage';
import { asTapehaulError } from '@tapehaul/errors';
import { type CatalogReader, everyPage, explainDays, freeBytes, whyReportSchema } from '@tapehaul/workflow';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import * as z from 'zod';
import { type OutputParts, readOutput } from '../../access/read-output.ts';
import { isKnownAnswer } from '../../http/etags.ts';
import type { Records } from '../../records/records.ts';
import { iso } from '../views.ts';
import { cellsQuery, cellsSchema, holesSchema, outputsSchema, whyQuery } from './coverage-schemas.ts';
import { cellsView, holeView, recordQuery } from './coverage-views.ts';

/** What the routes of coverage work with. */
export interface CoverageRouteParts extends OutputParts {
  readonly records: Pick<Records, 'read' | 'each' | 'nameOf'>;
}

/** What is known of each day of each output directory. */
export function addCoverageRoutes(instance: FastifyInstance, parts: CoverageRouteParts): void {
  const server = instance.withTypeProvider<ZodTypeProvider>();

  server.get(
    '/v1/coverage/cells',
    {
      schema: {
        operationId: 'listCells',
        summary: 'The state of each day of each series in an output directory',
        querystring: cellsQuery.extend({
          limit: z.coerce.number().int().min(1).max(2_000).default(100),
          unit: z.enum(['day', 'month']).default('day'),
        }),
        response: { 200: cellsSchema, 304: z.null().describe('Nothing has changed since that ETag.') },
      },
    },
    async (request, reply) => {
      const { query, reach } = request;
      const { rows, next } = await readOutput(parts, reach, query.output_directory, (record) =>
        record.cells(recordQuery(query)),
      );
      const changedAt = Math.max(0, ...rows.map((row) => row.changedAt));
      const series = rows.map((row) => cellsView(row, query.unit));
      const as_of = changedAt === 0 ? null : iso(changedAt);
      const answer = { unit: query.unit, states: [...DAY_STATES], series, as_of, next };
      if (isKnownAnswer(request, reply, answer)) return reply.code(304).send(null);
      return answer;
    },
  );

  server.get(
    '/v1/coverage/holes',
    {
      schema: {
        operationId: 'listHoles',
        summary:
          'Days that are expected and not held in an output directory, the longest spans first, and why',
        querystring: cellsQuery.extend({
          fault: z
            .string()
            .regex(/^(?:ours|archive|time)(?:,(?:ours|archive|time))*$/)
            .default('ours,archive')
            .describe('Whose: ours, archive, time; separated by commas.'),
        }),
        response: { 200: holesSchema },
      },
    },
    async ({ query, reach }) => {
      const faults = FAULTS.filter((fault) => query.fault.split(',').includes(fault));
      const { rows, next } = await readOutput(parts, reach, query.output_directory, (record) =>
        record.holes({ ...recordQuery(query), faults }),
      );
      return { rows: rows.map(holeView), next };
    },
  );

  server.get(
    '/v1/coverage/why',
    {
      schema: {
        operationId: 'explainDays',
        summary: 'All that is known of some days of a series, with what to do; read from the record alone',
        querystring: whyQuery,
        response: { 200: whyReportSchema },
      },
    },
    async ({ query, reach }) => {
      const { output_directory, series, from, to } = query;
      const words = [...series.split(/\s+/), from, to].filter((it) => it !== undefined && it !== '');
      return readOutput(parts, reach, output_directory, (record) => explainDays(record, words.map(String)));
    },
  );

  server.get(
    '/v1/outputs',
    {
      schema: {
        operationId: 'listOutputs',
        summary: 'List output directories, and how much each holds',
        response: { 200: outputsSchema },
      },
    },
    async ({ reach }) => {
      const unreadable: z.output<typeof outputsSchema>['unreadable'] = [];
      const outputs = parts.records.each(
        async (record, directory) => {
          const name = parts.records.nameOf(directory);
          if (!reach.has(name)) return undefined;
          return { name, ...(await figuresOf(record)), free_bytes: await freeBytes(directory) };
        },
        (directory, cause) => {
          const name = parts.records.nameOf(directory);
          const { code, message, hint } = asTapehaulError(cause);
          // Nothing was collected there: what has the name of a record is a file of somewhere else.
          if (code === 'run_not_found' || !reach.has(name)) return;
          unreadable.push({ name, code, message, hint: hint ?? '' });
        },
      );
      const rows = (await Array.fromAsync(outputs)).sort((a, b) => (a.name < b.name ? -1 : 1));
      return { rows, unreadable };
    },
  );
}

const FAULTS = ['ours', 'archive', 'time'] as const;

/** How much a record holds, and its newest run. */
async function figuresOf(record: CatalogReader) {
  const names = new Set<string>();
  let [files, bytes] = [0, 0];
  for await (const rows of everyPage((page) => record.coverage(page))) {
    for (const { series, objects, bytes: its } of rows) {
      names.add(Object.values(series).join('/'));
      files += objects;
      bytes += its;
    }
  }
  const [run] = (await record.runs({ limit: 1 })).rows;
  const newest = run && { run_id: run.runId, state: run.state, started_at: iso(run.startedAt) };
  return { series: names.size, files, bytes, newest_run: newest ?? null };
}
