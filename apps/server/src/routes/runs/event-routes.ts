import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import * as z from 'zod';
import type { Followers } from '../../runs/events/followers.ts';
import type { ProgressFeeds } from '../../runs/feeds/progress-feeds.ts';
import type { RunsFeed } from '../../runs/feeds/runs-feed.ts';
import { runParams } from '../schemas.ts';
import { type FullViewParts, fullView } from './full-view.ts';
import { runEventSchema, runsEventSchema } from './stream-schemas.ts';

/** What the routes of events work with. */
export interface EventRouteParts extends FullViewParts {
  readonly followers: Pick<Followers, 'serve'>;
  readonly progress: Pick<ProgressFeeds, 'follow'>;
  readonly runs: Pick<RunsFeed, 'send'>;
}

const lastEventId = z.object({
  'last-event-id': z.coerce
    .number()
    .int()
    .min(0)
    .optional()
    .describe('Continues behind that event; with a new snapshot where its number is not known any more.'),
});

/** Follows runs by server-sent events. */
export function addEventRoutes(instance: FastifyInstance, parts: EventRouteParts): void {
  const { followers, progress, runs } = parts;
  const server = instance.withTypeProvider<ZodTypeProvider>();
  server.get(
    '/v1/runs/:run/events',
    {
      // A follower without events would be one for nothing.
      exposeHeadRoute: false,
      schema: {
        operationId: 'followRun',
        summary: 'Follow a run: a snapshot, then events as they come; ends with the event `ended`',
        description:
          'Server-sent events. The id of each is its number within the view; Last-Event-ID continues behind it.',
        params: runParams,
        querystring: z.object({
          view: z
            .enum(['full', 'progress'])
            .default('full')
            .describe('`full`: each event. `progress`: where the run stands, at most twice a second.'),
        }),
        headers: lastEventId,
        response: {
          200: { description: 'The events', content: { 'text/event-stream': { schema: runEventSchema } } },
        },
      },
    },
    async ({ params, query, headers }, reply) => {
      const since = headers['last-event-id'] ?? 0;
      if (query.view === 'progress') {
        using followed = await progress.follow(params.run);
        reply.hijack();
        await followers.serve(reply.raw, (write, gone) => followed.send(since, write, gone));
        return;
      }
      const send = await fullView(params.run, parts);
      reply.hijack();
      await followers.serve(reply.raw, (write, gone) => send(since, write, gone));
    },
  );
  server.get(
    '/v1/events',
    {
      exposeHeadRoute: false,
      schema: {
        operationId: 'followRuns',
        summary: 'Follow all runs that are in progress or wait: a snapshot, then each change',
        description:
          'Server-sent events of the runs in the output directories that the token is for, at most one a second of each run.',
        headers: lastEventId,
        response: {
          200: { description: 'The events', content: { 'text/event-stream': { schema: runsEventSchema } } },
        },
      },
    },
    async ({ headers, reach }, reply) => {
      const since = headers['last-event-id'] ?? 0;
      reply.hijack();
      await followers.serve(reply.raw, (write, gone) => runs.send(reach, since, write, gone));
    },
  );
}
