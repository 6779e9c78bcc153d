import type { ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { NumberedEvent } from './event-log.ts';
import type { Places } from './places.ts';
import type { RunService } from './run-service.ts';
import { runParams } from './schemas.ts';
import { runView } from './views.ts';

/** Bytes that may wait for a follower; one that reads too slowly for that is dropped, and may come again. */
const MOST_WAITING = 1 << 20;
/** A comment so often keeps proxies from closing a quiet stream, in milliseconds. */
const COMMENT_EVERY = 15_000;

/** Follows a run by server-sent events. */
export function addEventRoutes(instance: FastifyInstance, runs: RunService, places: Places): void {
  const server = instance.withTypeProvider<ZodTypeProvider>();
  server.get(
    '/v1/runs/:run/events',
    {
      schema: {
        summary: 'Follow a run: a snapshot, then events as they come; ends with the event `ended`',
        description:
          'Server-sent events. The id of each is its number within the run; Last-Event-ID goes on behind that.',
        params: runParams,
        headers: z.object({ 'last-event-id': z.coerce.number().int().min(0).optional() }),
      },
    },
    async ({ params, headers }, reply) => {
      const snapshot = await places
        .withRun(params.run, ({ directory, record, run }) => runView(record, run, places.nameOf(directory)))
        .catch((error: unknown) => {
          if (runs.waiting.some((job) => job.run_id === params.run))
            return { run_id: params.run, state: 'Scheduled' };
          throw error;
        });
      reply.hijack();
      const { raw } = reply;
      raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      const log = runs.eventsOf(params.run);
      const since = headers['last-event-id'] ?? 0;
      const missed = log?.after(since);
      if (since === 0 || missed === undefined) send(raw, 'snapshot', snapshot);
      for (const event of missed ?? []) sendEvent(raw, event);
      const isOver = log === undefined || log.after(log.last - 1)?.[0]?.event.kind === 'ended';
      if (isOver) {
        if (log === undefined) send(raw, 'ended', { kind: 'ended', state: snapshot.state });
        raw.end();
        return;
      }
      const comment = setInterval(() => raw.write(': still here\n\n'), COMMENT_EVERY);
      const unfollow = log.follow((event) => {
        sendEvent(raw, event);
        if (event.event.kind === 'ended') raw.end();
        else if (raw.writableLength > MOST_WAITING) raw.destroy();
      });
      raw.on('close', () => {
        clearInterval(comment);
        unfollow();
      });
    },
  );
}

function sendEvent(raw: ServerResponse, { id, event }: NumberedEvent): void {
  raw.write(`id: ${id}\nevent: ${event.kind}\ndata: ${JSON.stringify(event)}\n\n`);
}

function send(raw: ServerResponse, name: string, data: unknown): void {
  raw.write(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
}
