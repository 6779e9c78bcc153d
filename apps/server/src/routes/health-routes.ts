import { access, constants, mkdir, statfs } from 'node:fs/promises';
import { findRecord } from '@tapehaul/workflow';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import * as z from 'zod';
import packageJson from '../../package.json' with { type: 'json' };
import { HttpRefusal } from '../access/http-refusal.ts';
import type { Reach } from '../access/reach.ts';

/** Free bytes below which the service says that it is not ready. */
const LEAST_SPACE = 1 << 30;

const ok = z.object({ status: z.literal('ok') });

/** What the routes of health work with. */
export interface HealthRouteParts {
  /** The folder of all output directories. */
  readonly root: string;
  /** Figures for Prometheus. */
  readonly metricsText: () => Promise<string>;
}

/** Whether the service lives and is ready, what it is, and its figures. */
export function addHealthRoutes(instance: FastifyInstance, { root, metricsText }: HealthRouteParts): void {
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
        summary: 'Whether its data can be written, there is space, and its record can be reached',
        response: { 200: ok },
      },
    },
    async () => {
      const free = await freeBytes(root);
      if (free === undefined) {
        throw new HttpRefusal(
          503,
          'not_ready',
          'the data of the service cannot be written',
          'Correct its permissions.',
        );
      }
      if (free < LEAST_SPACE)
        throw new HttpRefusal(503, 'not_ready', 'less than 1 GiB is free', 'Make room.');
      // Names no server: this is answered without a token.
      await findRecord(root).catch(() => {
        const hint =
          'Start the PostgreSQL that TAPEHAUL_RECORD_URL names; tapehaul doctor says what is wrong.';
        throw new HttpRefusal(503, 'not_ready', 'the record cannot be reached', hint);
      });
      return { status: 'ok' } as const;
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
        summary: 'Figures of this service and its runs, for Prometheus',
        response: { 200: { description: 'Figures', content: { 'text/plain': { schema: z.string() } } } },
      },
    },
    async ({ reach }, reply) => {
      const text = reachable(await metricsText(), reach);
      return reply.type('text/plain; version=0.0.4; charset=utf-8').send(text);
    },
  );
}

/** Figures without those of output directories that the sender may not know of. */
function reachable(text: string, reach: Reach): string {
  if (reach.isWhole) return text;
  const isReachable = (line: string): boolean => {
    const [, label] = /[{,]output_directory="((?:[^"\\]|\\.)*)"/.exec(line) ?? [];
    return label === undefined || reach.has(label.replace(/\\(.)/g, '$1'));
  };
  return text.split('\n').filter(isReachable).join('\n');
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
