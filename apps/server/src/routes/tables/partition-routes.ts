import { setImmediate } from 'node:timers/promises';
import { type CatalogReader, partitionFindings, partitionRow, partitionState } from '@tapehaul/workflow';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type * as z from 'zod';
import { type OutputParts, readOutput } from '../../access/read-output.ts';
import { recordQuery } from '../coverage/coverage-views.ts';
import { partitionsQuery, partitionsSchema } from './partition-schemas.ts';

/** Partitions whose sources are read before others get their turn. */
const PARTITIONS_AT_ONCE = 25;

/** Which tables were built, from what. */
export function addPartitionRoutes(instance: FastifyInstance, parts: OutputParts): void {
  instance.withTypeProvider<ZodTypeProvider>().get(
    '/v1/tables/partitions',
    {
      schema: {
        operationId: 'listPartitions',
        summary: 'The files of tables in an output directory: rows, sources, what was found in them',
        querystring: partitionsQuery,
        response: { 200: partitionsSchema },
      },
    },
    ({ query, reach }) =>
      readOutput(parts, reach, query.output_directory, (record) => partitionPage(record, query)),
  );
}

async function partitionPage(
  record: CatalogReader,
  query: z.output<typeof partitionsQuery>,
): Promise<z.output<typeof partitionsSchema>> {
  const { rows: partitions, next } = await record.partitionsOf(recordQuery(query));
  const findings = await partitionFindings(record, partitions);
  const rows: z.output<typeof partitionsSchema>['rows'] = [];
  for (const partition of partitions) {
    if (rows.length % PARTITIONS_AT_ONCE === 0) await setImmediate();
    const { run, sources, days, ...row } = partitionRow(partition, findings.get(partition.path) ?? []);
    rows.push({
      ...row,
      state: await partitionState(record, partition),
      sources: [...sources],
      days: [...days],
      findings: [...row.findings],
      run_id: run,
    });
  }
  return { rows, next };
}
