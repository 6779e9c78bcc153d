import fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { HttpRefusal } from '../access/http-refusal.ts';
import { limitRate } from '../access/rate-limit.ts';
import { guard, requireOwnName, type SafetyOptions } from '../access/safety.ts';
import type { HostPaths } from '../records/host-paths.ts';
import { answerClientError } from './client-errors.ts';
import { compressAnswers } from './compression.ts';
import { limitConnections } from './connection-limit.ts';
import { takeJson } from './json-bodies.ts';
import { problemOf, sendProblem } from './problems.ts';
import { addRequestSpans } from './request-spans.ts';
import { addSafeHeaders } from './safe-headers.ts';
import { answerUnknownRoutes } from './unknown-routes.ts';

/** How requests are taken. */
export interface HttpOptions extends SafetyOptions {
  /** Requests of one sender in a minute; see {@link limitRate}. */
  readonly rate: number;
  /** Longest time for the headers of a request to come, in milliseconds; 10,000 by default. */
  readonly headersTime?: number | undefined;
  /** Takes paths of this machine out of what is answered. */
  readonly hostPaths: HostPaths;
  /** Receives internal errors. */
  readonly onError: (error: unknown) => void;
}

/** Largest body of a request, in bytes: a configuration with many symbols. */
const MOST_BODY = 1 << 20;
/** Longest part of a path, in characters: the id of a task is the key of a file. */
const MOST_PARAMETER = 4_096;
const MOST_CONNECTIONS = 1_000;
/** Most requests that are answered at once, followers of events among them. */
const MOST_SERVED = 900;
/** Most of them of one sender. */
const SHARE = 300;
/** Addresses that monitoring requests, as often as it likes. */
const PROBES: ReadonlySet<string> = new Set(['/livez', '/readyz']);
/** Longest time for the headers, and for a whole request, to come, in milliseconds. */
const HEADERS_TIME = 10_000;
const REQUEST_TIME = 30_000;
/** How often that is checked, in milliseconds. */
const CHECK_EVERY = 1_000;

/** Makes a server without routes, which has limits, lets in who may send requests, and answers with problems what it cannot do. */
export async function httpServer({
  rate,
  headersTime = HEADERS_TIME,
  hostPaths,
  onError,
  ...safety
}: HttpOptions): Promise<FastifyInstance> {
  const server = fastify({
    bodyLimit: MOST_BODY,
    requestTimeout: REQUEST_TIME,
    http: {
      maxHeaderSize: 16_384,
      headersTimeout: headersTime,
      requestTimeout: REQUEST_TIME,
      connectionsCheckingInterval: Math.min(CHECK_EVERY, headersTime),
    },
    clientErrorHandler: answerClientError,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: MOST_PARAMETER },
    // Addresses that cannot be read come to no hook.
    frameworkErrors: (error, request, reply) => {
      sendProblem(reply, problemOf(foreign(request, safety) ?? error));
    },
  });
  limitConnections(server, {
    connections: MOST_CONNECTIONS,
    served: MOST_SERVED,
    share: SHARE,
    probes: PROBES,
  });
  server.setValidatorCompiler(validatorCompiler);
  server.setSerializerCompiler(serializerCompiler);
  takeJson(server);
  addSafeHeaders(server);
  server.setErrorHandler((error, _, reply) => {
    const problem = problemOf(error);
    // A request whose sender disconnected is stopped, not failed: it must not fill the log.
    const isLeft = problem.code === 'cancelled' && reply.raw.destroyed;
    if (problem.status >= 500 && !(error instanceof HttpRefusal) && !isLeft) onError(error);
    return sendProblem(reply, hostPaths.value(problem));
  });
  answerUnknownRoutes(server);
  server.addHook('preSerialization', async ({ routeOptions }, _, payload) =>
    routeOptions.url === '/openapi.json' ? payload : hostPaths.value(payload),
  );
  addRequestSpans(server);
  await compressAnswers(server);
  // Before the guard: who has no token is limited, too.
  await limitRate(server, { rate, tokens: safety.tokens, probes: PROBES });
  guard(server, safety);
  return server;
}

/** The refusal of a request under another name, or from another origin; undefined for others. */
function foreign(request: FastifyRequest, safety: SafetyOptions): unknown {
  try {
    requireOwnName(request, safety);
    return undefined;
  } catch (refusal) {
    return refusal;
  }
}
