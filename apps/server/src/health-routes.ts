import { access, constants, mkdir, statfs } from 'node:fs/promises';
import type { SpanFigures } from '@tapehaul/telemetry';
import type { CollectionMetrics } from '@tapehaul/workflow';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import packageJson from '../package.json' with { type: 'json' };
import type { Followers } from './followers.ts';
import type { Places } from './places.ts';
import { Refusal } from './problems.ts';
import type { RunService } from './run-service.ts';

/** Free bytes below which the service says that it is not ready. */
const LEAST_SPACE = 1 << 30;

const ok = z.object({ status: z.literal('ok') });

/** What the service is made of, as its figures tell. */
export interface ServiceParts {
  readonly runs: RunService;
  readonly places: Places;
  readonly metrics: CollectionMetrics;
  readonly followers: Followers;
  /** What became of spans; undefined where nothing is traced. */
  readonly spans: (() => SpanFigures) | undefined;
}

/** Whether the service lives and is ready, what it is, and its figures. */
export function addHealthRoutes(
  instance: FastifyInstance,
  { runs, places, metrics, followers, spans }: ServiceParts,
): void {
  const server = instance.withTypeProvider<ZodTypeProvider>();
  server.get(
    '/livez',
    { schema: { operationId: 'live', summary: 'Whether the process answers', response: { 200: ok } } },
    async () => ({ status: 'ok' }) as const,
  );

  server.get(
    '/readyz',
    {
      schema: {
        operationId: 'ready',
        summary: 'Whether its data can be written and there is space',
        response: { 200: ok },
      },
    },
    async () => {
      const free = await freeBytes(places.root);
      if (free === undefined) {
        throw new Refusal(
          503,
          'not_ready',
          'the data of the service cannot be written',
          'Correct its permissions.',
        );
      }
      if (free >= LEAST_SPACE) return { status: 'ok' } as const;
      throw new Refusal(503, 'not_ready', 'less than 1 GiB is free', 'Make room.');
    },
  );

  server.get(
    '/version',
    {
      schema: {
        operationId: 'version',
        summary: 'Version of the service',
        response: { 200: z.object({ version: z.string() }) },
      },
    },
    async () => ({ version: packageJson.version }),
  );

  server.get(
    '/metrics',
    {
      schema: {
        operationId: 'metrics',
        summary: 'Figures of all runs of this process, for Prometheus',
        response: { 200: { description: 'Figures', content: { 'text/plain': { schema: z.string() } } } },
      },
    },
    async (_, reply) => {
      const own = [
        '# HELP tapehaul_runs_running Runs under way.',
        '# TYPE tapehaul_runs_running gauge',
        `tapehaul_runs_running ${runs.running}`,
        '# HELP tapehaul_runs_waiting Runs in the queue.',
        '# TYPE tapehaul_runs_waiting gauge',
        `tapehaul_runs_waiting ${runs.waiting.length}`,
        '# HELP tapehaul_event_followers Followers of events.',
        '# TYPE tapehaul_event_followers gauge',
        `tapehaul_event_followers ${followers.count}`,
        '# HELP tapehaul_event_followers_dropped_total Followers of events that were dropped since they did not read.',
        '# TYPE tapehaul_event_followers_dropped_total counter',
        `tapehaul_event_followers_dropped_total ${followers.dropped}`,
        ...(spans === undefined ? [] : spanLines(spans())),
      ];
      const text = `${await metrics.prometheusText()}${own.join('\n')}\n`;
      return reply.type('text/plain; version=0.0.4; charset=utf-8').send(text);
    },
  );
}

/** Free bytes where a folder is; undefined when it is none, or cannot be written. */
async function freeBytes(folder: string): Promise<number | undefined> {
  try {
    await mkdir(folder, { recursive: true });
    await access(folder, constants.W_OK);
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch {
    return undefined;
  }
}

function spanLines({ sent, sampled_out, dropped }: SpanFigures): string[] {
  const fates = Object.entries({ sent, sampled_out, dropped });
  return [
    '# HELP tapehaul_spans_total Spans that were sent, left out by sampling, or lost.',
    '# TYPE tapehaul_spans_total counter',
    ...fates.map(([fate, spans]) => `tapehaul_spans_total{fate="${fate}"} ${spans}`),
  ];
}
