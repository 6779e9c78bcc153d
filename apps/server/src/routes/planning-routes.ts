import { setImmediate } from 'node:timers/promises';
import { BUILT_IN_MATRIX } from '@tapehaul/config';
import { planCollection } from '@tapehaul/workflow';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import * as z from 'zod';
import { HttpRefusal } from '../access/http-refusal.ts';
import type { ServiceConfigs } from '../access/service-configs.ts';
import { configBody } from './schemas.ts';

const fault = z.object({ path: z.string(), message: z.string(), suggestion: z.string().optional() });
/** Records after which others get their turn. */
const TURN = 1_000;
/** Plans that are made at once: they share the one thread of the service with everybody else's requests. */
const MOST_PLANS = 8;
/** Gaps that a plan lists. */
const GAPS = 1_000;

/** What a collection would do, what the archive holds, and whether a configuration is right. */
export function addPlanningRoutes(
  instance: FastifyInstance,
  configs: Pick<ServiceConfigs, 'parse' | 'check' | 'access'>,
): void {
  const server = instance.withTypeProvider<ZodTypeProvider>();
  let plans = 0;

  server.post(
    '/v1/plans',
    {
      // Nothing is written.
      config: { scope: 'read' },
      schema: {
        operationId: 'planRun',
        summary: 'Report what a collection would do: files, bytes, gaps with reasons; nothing is written',
        body: configBody,
        response: {
          200: z.object({
            summary: z.record(z.string(), z.unknown()),
            gaps: z.array(z.record(z.string(), z.unknown())).describe('The first 1,000.'),
          }),
        },
      },
    },
    async ({ body, reach }, reply) => {
      const gone = new AbortController();
      reply.raw.on('close', () => gone.abort());
      const gaps: Record<string, unknown>[] = [];
      let summary: Record<string, unknown> = {};
      let records = 0;
      const { config, origins } = configs.parse({ ...body, reach });
      if (plans >= MOST_PLANS) throw tooManyPlans();
      plans += 1;
      try {
        const options = { signal: gone.signal, access: configs.access, origins };
        for await (const { kind, ...record } of planCollection(config, options)) {
          records += 1;
          // A large plan is made without a pause: others, and the heartbeats of runs, get their turn.
          if (records % TURN === 0) await setImmediate();
          if (gone.signal.aborted) break;
          if (kind === 'verdict' && gaps.length < GAPS) gaps.push(record);
          if (kind === 'summary') summary = record;
        }
      } finally {
        plans -= 1;
      }
      return { summary, gaps };
    },
  );

  server.post(
    '/v1/config/check',
    {
      config: { scope: 'read' },
      schema: {
        operationId: 'checkConfig',
        summary: 'Check a configuration, and list all that is wrong with it',
        body: configBody,
        response: {
          200: z.object({ valid: z.boolean(), problems: z.array(fault), warnings: z.array(fault) }),
        },
      },
    },
    async ({ body, reach }) => {
      const { config, problems, warnings } = configs.check({ ...body, reach });
      return { valid: config !== undefined, problems: [...problems], warnings: [...warnings] };
    },
  );

  server.get(
    '/v1/matrix',
    {
      schema: {
        operationId: 'showMatrix',
        summary: 'What the archive is known to hold',
        response: { 200: z.object({ rows: z.array(z.record(z.string(), z.unknown())) }) },
      },
    },
    async () => ({ rows: BUILT_IN_MATRIX.map(({ dataType, ...row }) => ({ ...row, data_type: dataType })) }),
  );
}

function tooManyPlans(): HttpRefusal {
  return new HttpRefusal(
    503,
    'too_busy',
    `${MOST_PLANS} plans are being made`,
    'Try again in a moment, or plan fewer series at once.',
  );
}
