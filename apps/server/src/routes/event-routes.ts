import { setTimeout as sleep } from 'node:timers/promises';
import { endOfRun } from '@tapehaul/runs';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import * as z from 'zod';
import type { HostPaths } from '../records/host-paths.ts';
import type { Records } from '../records/records.ts';
import { type Followers, sendLog, type Write } from '../runs/followers.ts';
import type { RunReader } from '../runs/run-reader.ts';
import { runParams } from './schemas.ts';
import { runView } from './views.ts';

/** How often the record of a run of another process is read, in milliseconds. */
const CHECK_EVERY = 1_000;

/** What the routes of events work with. */
export interface EventRouteParts {
  readonly reader: Pick<RunReader, 'eventsOf'>;
  readonly records: Pick<Records, 'readRun'>;
  readonly followers: Pick<Followers, 'serve'>;
  /** Takes paths of this machine out of what is sent. */
  readonly hostPaths: HostPaths;
}

/** Follows a run by server-sent events. */
export function addEventRoutes(instance: FastifyInstance, parts: EventRouteParts): void {
  const { reader, records, followers } = parts;
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
          'Server-sent events. The id of each is its number within the run; Last-Event-ID continues behind it.',
        params: runParams,
        headers: z.object({ 'last-event-id': z.coerce.number().int().min(0).optional() }),
        response: {
          200: { description: 'The events', content: { 'text/event-stream': { schema: z.string() } } },
        },
      },
    },
    async ({ params, headers }, reply) => {
      const snapshot = await records
        .readRun(params.run, ({ name, record, run }) => runView(record, run, name))
        .catch((error: unknown) => {
          // A run that waits, or was cancelled while it did, has no record.
          if (reader.eventsOf(params.run) !== undefined) return { run_id: params.run, state: 'Scheduled' };
          throw error;
        });
      reply.hijack();
      await followers.serve(reply.raw, async (write, gone) => {
        const log = reader.eventsOf(params.run);
        const since = headers['last-event-id'] ?? 0;
        if (log === undefined || since === 0 || !log.after(since).isWhole) {
          await write(eventText('snapshot', snapshot));
        }
        if (log === undefined) await sendRecord(params.run, parts, write, gone);
        else await sendLog(log, since, write, gone);
      });
    },
  );
}

/** Sends snapshots of a run of another process, from its record, until it has ended. */
async function sendRecord(
  runId: string,
  { records, hostPaths }: Pick<EventRouteParts, 'records' | 'hostPaths'>,
  write: Write,
  gone: AbortSignal,
): Promise<void> {
  for (;;) {
    const { now, end } = await records.readRun(runId, async ({ name, record, run }) => ({
      now: hostPaths.value(await runView(record, run, name)),
      end: hostPaths.value(endOfRun(run)),
    }));
    if (now.ended_at !== null) return write(eventText('ended', { kind: 'ended', ...end }));
    await write(eventText('snapshot', now));
    await sleep(CHECK_EVERY, undefined, { signal: gone });
  }
}

function eventText(name: string, data: unknown): string {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}
