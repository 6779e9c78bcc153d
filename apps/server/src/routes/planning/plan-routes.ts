import type { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { HttpRefusal } from '../../access/http-refusal.ts';
import { problemOf } from '../../http/problems.ts';
import type { MadePlan, MakeOptions, PlanMaker } from '../../plans/plan-maker.ts';
import type { PlanProgress } from '../../plans/plan-walk.ts';
import type { HostPaths } from '../../records/host-paths.ts';
import { whenLeft } from '../request-left.ts';
import { configBody } from '../schemas.ts';
import { iso } from '../views.ts';
import { type PlanLine, type PlanLines, planStream } from './plan-stream.ts';
import { planLineSchema, planSchema } from './planning-schemas.ts';

/** How often a stream says how far a plan is, in milliseconds. */
const PROGRESS_EVERY = 250;
const LINES = 'application/x-ndjson';

/** What the routes of plans work with. */
export interface PlanRouteParts {
  readonly plans: Pick<PlanMaker, 'parse' | 'make'>;
  /** Takes paths of this machine out of what is streamed. */
  readonly hostPaths: HostPaths;
  /** How long a reader of a stream may read nothing before it is dropped, in milliseconds; 30,000 by default. */
  readonly patience?: number | undefined;
  /** Receives internal errors of plans that are streamed. */
  readonly onError: (error: unknown) => void;
}

/** What a collection would do. */
export function addPlanRoutes(
  instance: FastifyInstance,
  { plans, hostPaths, patience, onError }: PlanRouteParts,
): void {
  const server = instance.withTypeProvider<ZodTypeProvider>();

  server.post(
    '/v1/plans',
    {
      // Nothing is written.
      config: { scope: 'read' },
      schema: {
        operationId: 'planRun',
        summary:
          'Report what a collection would do: files, bytes, time, gaps with reasons; nothing is written',
        description:
          'With `Accept: application/x-ndjson` each line is an object: `progress` while the plan is made, each `gap`, at last `summary`, or `error`.',
        body: configBody,
        response: {
          200: {
            description: 'The plan',
            content: { 'application/json': { schema: planSchema }, [LINES]: { schema: planLineSchema } },
          },
        },
      },
    },
    async ({ body, reach, headers }, reply) => {
      const signal = whenLeft(reply);
      const submitted = { ...body, reach };
      const parsed = plans.parse(submitted);
      const make = (options: Omit<MakeOptions, 'signal'> = {}) =>
        plans.make(submitted, parsed, { signal, ...options });
      if (headers.accept?.includes(LINES) !== true) {
        const made = await make();
        return { ...madeView(made), gaps: [...made.gaps] };
      }
      const asLine = (thrown: unknown): PlanLine => {
        const { type: _, errors: __, ...problem } = problemOf(thrown);
        if (problem.status >= 500 && !(thrown instanceof HttpRefusal) && !signal.aborted) onError(thrown);
        return { kind: 'error', ...hostPaths.value(problem) };
      };
      const lines = planStream((to) => sendPlan(make, to, hostPaths), { signal, asLine, patience });
      return sendLines(reply, lines);
    },
  );
}

/** Sends a stream, which no schema describes as a whole. */
function sendLines(reply: FastifyReply, lines: Readable): FastifyReply {
  return reply.type(LINES).send(lines);
}

/** Sends a plan while it is made: how far it is, each gap, and at last all the rest. */
async function sendPlan(
  make: (options: Omit<MakeOptions, 'signal'>) => Promise<MadePlan>,
  { send, offer }: PlanLines,
  hostPaths: HostPaths,
): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const onBegin = (progress: () => PlanProgress): void => {
    const report = () => offer({ kind: 'progress', ...progress() });
    report();
    timer = setInterval(report, PROGRESS_EVERY);
  };
  try {
    const made = await make({ onBegin, onGap: (gap) => send({ kind: 'gap', ...hostPaths.value(gap) }) });
    await send({ kind: 'summary', ...hostPaths.value(madeView(made)) });
  } finally {
    clearInterval(timer);
  }
}

function madeView({ planId, expiresAt, summary, forecast }: MadePlan) {
  return { plan_id: planId, expires_at: iso(expiresAt), summary, forecast };
}
