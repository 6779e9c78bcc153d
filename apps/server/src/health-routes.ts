import { access, constants, mkdir, statfs } from 'node:fs/promises';
import type { CollectionMetrics } from '@tapehaul/workflow';
import type { FastifyInstance } from 'fastify';
import packageJson from '../package.json' with { type: 'json' };
import type { Followers } from './followers.ts';
import type { Places } from './places.ts';
import { Refusal } from './problems.ts';
import type { RunService } from './run-service.ts';

/** Free bytes below which the service says that it is not ready. */
const LEAST_SPACE = 1 << 30;

/** What the service is made of, as its figures tell. */
export interface ServiceParts {
  readonly runs: RunService;
  readonly places: Places;
  readonly metrics: CollectionMetrics;
  readonly followers: Followers;
}

/** Whether the service lives and is ready, what it is, and its figures. */
export function addHealthRoutes(
  server: FastifyInstance,
  { runs, places, metrics, followers }: ServiceParts,
): void {
  server.get('/livez', { schema: { summary: 'Whether the process answers' } }, async () => ({
    status: 'ok',
  }));

  server.get(
    '/readyz',
    { schema: { summary: 'Whether its data can be written and there is space' } },
    async () => {
      await mkdir(places.root, { recursive: true });
      await access(places.root, constants.W_OK).catch(() => {
        throw new Refusal(
          503,
          'not_ready',
          'the data of the service cannot be written',
          'Correct its permissions.',
        );
      });
      const { bavail, bsize } = await statfs(places.root);
      if (bavail * bsize >= LEAST_SPACE) return { status: 'ok' };
      throw new Refusal(503, 'not_ready', 'less than 1 GiB is free', 'Make room.');
    },
  );

  server.get('/version', { schema: { summary: 'Version of the service' } }, async () => ({
    version: packageJson.version,
  }));

  server.get(
    '/metrics',
    { schema: { summary: 'Figures of all runs of this process, for Prometheus' } },
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
      ];
      const text = `${await metrics.prometheusText()}${own.join('\n')}\n`;
      return reply.type('text/plain; version=0.0.4; charset=utf-8').send(text);
    },
  );
}
