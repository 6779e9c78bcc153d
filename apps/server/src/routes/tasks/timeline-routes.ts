import { FILE_TASK } from '@tapehaul/workflow';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import * as z from 'zod';
import type { RunReader } from '../../runs/queue/run-reader.ts';
import { requireRange } from '../day-range.ts';
import { runParams } from '../schemas.ts';
import { iso } from '../views.ts';

const [SLICES, MOST_SLICES] = [60, 500];
const dateTime = z.iso.datetime();

const timelineSchema = z.object({
  from: dateTime.nullable().describe('Begin of the first slice; null while nothing has ended.'),
  to: dateTime.nullable().describe('End of the last slice.'),
  slices: z.array(
    z.object({
      from: dateTime,
      to: dateTime,
      ended: z
        .record(z.string(), z.object({ tasks: z.int(), bytes: z.int() }))
        .describe('Tasks that ended in the slice, by state.'),
      bytes: z.int().describe('Of all of them.'),
      retries: z.int().describe('Attempts that failed in it and were followed by a wait for another.'),
      active: z.int().describe('Attempts in progress at its end.'),
    }),
  ),
});

/** What happened in the time of runs. */
export function addTimelineRoute(instance: FastifyInstance, reader: Pick<RunReader, 'read'>): void {
  instance.withTypeProvider<ZodTypeProvider>().get(
    '/v1/runs/:run/timeline',
    {
      schema: {
        operationId: 'showTimeline',
        summary: 'What happened in the time of a run, or in a part of it, in slices of the same length',
        params: runParams,
        querystring: z.object({
          from: dateTime.optional().describe('By default when the first task ended.'),
          to: dateTime.optional().describe('By default when the last task ended.'),
          slices: z.coerce
            .number()
            .int()
            .min(1)
            .max(MOST_SLICES)
            .default(SLICES)
            .describe('How many at most.'),
          name: z.string().default(FILE_TASK).describe('Name of the tasks; any for all.'),
        }),
        response: { 200: timelineSchema },
      },
    },
    async ({ params: { run }, query: { from, to, slices: count, name } }) => {
      requireRange(from, to);
      const slices = await reader.read(
        run,
        ({ record }) =>
          record.timeline(run, {
            slices: count,
            ...(from === undefined ? {} : { from: Date.parse(from) }),
            ...(to === undefined ? {} : { to: Date.parse(to) }),
            ...(name === 'any' ? {} : { name }),
          }),
        () => [],
      );
      const shown = slices.map(({ ended, ...slice }) => ({
        from: iso(slice.from),
        to: iso(slice.to),
        ended: { ...ended },
        bytes: Object.values(ended).reduce((sum, { bytes }) => sum + bytes, 0),
        retries: slice.retries,
        active: slice.active,
      }));
      return { from: shown[0]?.from ?? null, to: shown.at(-1)?.to ?? null, slices: shown };
    },
  );
}
