import { setImmediate } from 'node:timers/promises';
import { type CatalogReader, TABLE_TASK } from '@tapehaul/workflow';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type * as z from 'zod';
import type { RunReader } from '../../runs/queue/run-reader.ts';
import { runParams } from '../schemas.ts';
import { runTablesQuery, tableMonthsSchema } from './run-table-schemas.ts';
import { tableMonthView } from './table-month-view.ts';

/** Months whose partitions are read before others get their turn. */
const MONTHS_AT_ONCE = 25;

/** What runs build of tables, by series and month. */
export function addRunTableRoutes(instance: FastifyInstance, reader: Pick<RunReader, 'read'>): void {
  instance.withTypeProvider<ZodTypeProvider>().get(
    '/v1/runs/:run/tables',
    {
      schema: {
        operationId: 'listTableMonths',
        summary: 'Series and months of which a run builds tables: state, rows, what was found, why it failed',
        params: runParams,
        querystring: runTablesQuery,
        response: { 200: tableMonthsSchema },
      },
    },
    ({ params: { run }, query }) =>
      reader.read(
        run,
        ({ record }) => monthPage(record, run, query),
        () => ({ rows: [], next: null }),
      ),
  );
}

async function monthPage(
  record: CatalogReader,
  run: string,
  { state, order, limit, cursor }: z.output<typeof runTablesQuery>,
): Promise<z.output<typeof tableMonthsSchema>> {
  const states = state === undefined ? {} : { states: state.split(',') };
  const from = cursor === undefined ? {} : { cursor };
  const tasks = await record.tasks(run, { name: TABLE_TASK, order, limit, ...states, ...from });
  const rows: z.output<typeof tableMonthsSchema>['rows'] = [];
  for (const task of tasks.rows) {
    if (rows.length % MONTHS_AT_ONCE === 0) await setImmediate();
    rows.push(await tableMonthView(record, task));
  }
  return { rows, next: tasks.next };
}
