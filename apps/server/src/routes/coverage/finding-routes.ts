import { setImmediate } from 'node:timers/promises';
import { type CatalogReader, findingSpans, formatSeries, rowFindingReport } from '@tapehaul/workflow';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import * as z from 'zod';
import { type OutputParts, readOutput } from '../../access/read-output.ts';
import { isKnownAnswer } from '../../http/etags.ts';
import { cellsQuery } from './coverage-schemas.ts';
import { recordQuery } from './coverage-views.ts';
import { faultDays } from './fault-days.ts';
import { findingCounts } from './finding-counts.ts';
import {
  findingCountsQuery,
  findingCountsSchema,
  findingDaysSchema,
  findingsQuery,
  findingsSchema,
} from './finding-schemas.ts';

/** Series whose days are read before others get their turn. */
const SERIES_AT_ONCE = 50;

/** What was found in the rows of days when tables were built. */
export function addFindingRoutes(instance: FastifyInstance, parts: OutputParts): void {
  const server = instance.withTypeProvider<ZodTypeProvider>();

  server.get(
    '/v1/coverage/findings',
    {
      schema: {
        operationId: 'listFindings',
        summary: 'What was found in the rows of days, by series and day, and what it means',
        querystring: findingsQuery,
        response: { 200: findingsSchema },
      },
    },
    async ({ query, reach }) => {
      const { rule, severity } = query;
      const which = { ...(rule && { rule }), ...(severity && { severity }) };
      const { rows, next } = await readOutput(parts, reach, query.output_directory, (record) =>
        record.findings({ ...recordQuery(query), ...which }),
      );
      return { rows: rows.map(rowFindingReport), next };
    },
  );

  server.get(
    '/v1/coverage/findings/counts',
    {
      schema: {
        operationId: 'countFindings',
        summary: 'How many findings of each rule there are, in all, by data type or by symbol',
        querystring: findingCountsQuery,
        response: {
          200: findingCountsSchema,
          304: z.null().describe('Nothing has changed since that ETag.'),
        },
      },
    },
    async (request, reply) => {
      const { query, reach } = request;
      const { by, output_directory, rule, severity } = query;
      const which = { ...(rule && { rule }), ...(severity && { severity }) };
      const { limit: _, ...selection } = recordQuery({ ...query, limit: 1 });
      const answer = await readOutput(parts, reach, output_directory, (record) =>
        findingCounts(record, { ...selection, ...which }, by),
      );
      if (isKnownAnswer(request, reply, answer)) return reply.code(304).send(null);
      return answer;
    },
  );

  server.get(
    '/v1/coverage/finding-days',
    {
      schema: {
        operationId: 'listFindingDays',
        summary: 'The days of each series whose rows have gaps or are wrong, each with its worst finding',
        querystring: cellsQuery.extend({
          limit: z.coerce.number().int().min(1).max(2_000).default(100).describe('Series, not days.'),
        }),
        response: { 200: findingDaysSchema, 304: z.null().describe('Nothing has changed since that ETag.') },
      },
    },
    async (request, reply) => {
      const { query, reach } = request;
      const answer = await readOutput(parts, reach, query.output_directory, (record) =>
        findingDays(record, query),
      );
      if (isKnownAnswer(request, reply, answer)) return reply.code(304).send(null);
      return answer;
    },
  );
}

/** Findings of the days of the series that a page of cells has: both lists have the same pages. */
async function findingDays(
  record: CatalogReader,
  query: z.output<typeof cellsQuery>,
): Promise<z.output<typeof findingDaysSchema>> {
  const { rows, next } = await record.cells(recordQuery(query));
  const listed: z.output<typeof findingDaysSchema>['rows'] = [];
  for (const [place, { series }] of rows.entries()) {
    if (place % SERIES_AT_ONCE === 0) await setImmediate();
    const spans = findingSpans(await faultDays(record, series, query)).flatMap((span) =>
      span.severity === 'note' ? [] : [{ ...span, severity: span.severity }],
    );
    if (spans.length > 0) listed.push({ series: formatSeries(series), spans });
  }
  return { rows: listed, next };
}
