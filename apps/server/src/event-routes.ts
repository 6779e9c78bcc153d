import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Followers } from './followers.ts';
import type { Places } from './places.ts';
import type { RunService } from './run-service.ts';
import { runParams } from './schemas.ts';
import { runView } from './views.ts';

/** How often the record of a run of another process is looked at, in milliseconds. */
const LOOK_EVERY = 1_000;
/** A comment so often keeps proxies from closing a quiet stream, in milliseconds. */
const COMMENT_EVERY = 15_000;

/** Follows a run by server-sent events. */
export function addEventRoutes(
  instance: FastifyInstance,
  runs: RunService,
  places: Places,
  followers: Followers,
): void {
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
          // A run that waits, or was cancelled while it did, has no record.
          if (runs.eventsOf(params.run) !== undefined) return { run_id: params.run, state: 'Scheduled' };
          throw error;
        });
      reply.hijack();
      const { raw } = reply;
      raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      const log = runs.eventsOf(params.run);
      const since = headers['last-event-id'] ?? 0;
      if (log === undefined || since === 0 || !log.after(since).isWhole) send(raw, 'snapshot', snapshot);
      const comment = setInterval(() => raw.write(': still here\n\n'), COMMENT_EVERY);
      raw.on('close', () => clearInterval(comment));
      if (log === undefined) await followRecord(raw, params.run, places);
      else await followers.follow(raw, log, since);
    },
  );
}

/** Follows a run of another process by its record, until it has ended. */
async function followRecord(raw: ServerResponse, runId: string, places: Places): Promise<void> {
  while (!raw.destroyed) {
    const now = await places.withRun(runId, ({ directory, record, run }) =>
      runView(record, run, places.nameOf(directory)),
    );
    if (now.ended_at !== null) {
      send(raw, 'ended', { kind: 'ended', state: now.state });
      raw.end();
      return;
    }
    send(raw, 'snapshot', now);
    await sleep(LOOK_EVERY);
  }
}

function send(raw: ServerResponse, name: string, data: unknown): void {
  raw.write(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
}
