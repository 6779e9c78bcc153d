import rateLimit from '@fastify/rate-limit';
import swagger from '@fastify/swagger';
import type { Environment } from '@tapehaul/config';
import { TapehaulError } from '@tapehaul/errors';
import { createCollectionMetrics } from '@tapehaul/workflow';
import fastify, { type FastifyInstance } from 'fastify';
import {
  jsonSchemaTransform,
  jsonSchemaTransformObject,
  serializerCompiler,
  validatorCompiler,
} from 'fastify-type-provider-zod';
import packageJson from '../package.json' with { type: 'json' };
import { addApiPage } from './api-page.ts';
import { type DataHold, ownData } from './data-owner.ts';
import { addEventRoutes } from './event-routes.ts';
import { Followers } from './followers.ts';
import { addHealthRoutes } from './health-routes.ts';
import { Places } from './places.ts';
import { addPlanningRoutes } from './planning-routes.ts';
import { addProblemAnswers } from './problem-answers.ts';
import { problemOf, Refusal, sendProblem } from './problems.ts';
import { addRecordRoutes } from './record-routes.ts';
import { addRequestSpans } from './request-spans.ts';
import { addRunRoutes } from './run-routes.ts';
import { RunService } from './run-service.ts';
import { guard } from './safety.ts';
import { ServiceConfigs } from './service-configs.ts';
import type { KeptToken } from './tokens.ts';

/** How the service is made. */
export interface ServerOptions {
  /** Folder that all output directories lie in. */
  readonly data: string;
  /** Runs at once; 1 by default. */
  readonly limit?: number;
  /** Whether runs that were under way when a former process died are gone on with; true by default. */
  readonly resumes?: boolean;
  /** Who may ask; everybody who can reach it without any. */
  readonly tokens?: readonly KeptToken[];
  /** Names that it may be called by, beside loopback ones. */
  readonly hosts?: readonly string[];
  /** Requests of one address in a minute; 600 by default. */
  readonly rate?: number;
  /** How long a follower of events may read nothing before it is dropped, in milliseconds; 30,000 by default. */
  readonly patience?: number;
  /** Environment: `TAPEHAUL_SOURCE_*` say where collections come from whose configuration names no source; none by default. */
  readonly env?: Environment;
  /** Hears of what goes wrong inside. */
  readonly onError?: (error: unknown) => void;
}

/** Largest body of a request, in bytes: a configuration with many symbols. */
const MOST_BODY = 1 << 20;
/** Longest part of a path, in characters: the id of a task is the key of a file. */
const MOST_PARAMETER = 4_096;
const MOST_CONNECTIONS = 1_000;
/** Addresses that are asked by what watches over the service, as often as it likes. */
const PROBES: ReadonlySet<string> = new Set(['/livez', '/readyz']);
/** Longest time for the headers, and for a whole request, to come, in milliseconds. */
const HEADERS_TIME = 10_000;
const REQUEST_TIME = 30_000;

/**
 * Makes the service, the one owner of its data, with what a former process has left in the queue. Runs begin once it listens;
 * `close` stops them gently. Rejects as {@link ownData} does.
 */
export async function createServer(options: ServerOptions): Promise<FastifyInstance> {
  const {
    data,
    limit = 1,
    resumes = true,
    tokens = [],
    hosts = [],
    rate = 600,
    patience,
    env = {},
    onError = () => {},
  } = options;
  const http = { maxHeaderSize: 16_384, headersTimeout: HEADERS_TIME, requestTimeout: REQUEST_TIME };
  const server = fastify({
    bodyLimit: MOST_BODY,
    requestTimeout: REQUEST_TIME,
    http,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: MOST_PARAMETER },
  });
  server.server.maxConnections = MOST_CONNECTIONS;
  server.setValidatorCompiler(validatorCompiler);
  server.setSerializerCompiler(serializerCompiler);
  server.setErrorHandler((error, _, reply) => {
    const problem = problemOf(error);
    if (problem.status >= 500 && !(error instanceof Refusal)) onError(error);
    return sendProblem(reply, problem);
  });
  server.setNotFoundHandler((request, reply) => {
    const refusal = new Refusal(
      404,
      'not_found',
      `there is no ${request.method} ${request.url.split('?')[0]}`,
      'See /docs.',
    );
    return sendProblem(reply, problemOf(refusal));
  });
  addRequestSpans(server);
  await server.register(rateLimit, {
    global: false,
    max: rate,
    timeWindow: '1 minute',
    allowList: ({ routeOptions }) => PROBES.has(routeOptions.url ?? ''),
    errorResponseBuilder: (_, { after }) =>
      new Refusal(429, 'too_many_requests', 'too many requests', `Try again after ${after}.`),
  });
  // Before the guard: who has no token is limited, too.
  server.addHook('onRequest', server.rateLimit());
  guard(server, { tokens, hosts });
  addProblemAnswers(server);
  await server.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'tapehaul',
        version: packageJson.version,
        description: 'Plans, collects and proves the Binance market-data archive.',
      },
      components: {
        securitySchemes: {
          token: { type: 'http', scheme: 'bearer', description: 'Where the service has --tokens.' },
        },
      },
      // With a token, or without where the service has none.
      security: [{ token: [] }, {}],
    },
    transform: jsonSchemaTransform,
    transformObject: jsonSchemaTransformObject,
  });

  const places = new Places(data, onError);
  const configs = new ServiceConfigs(places, env);
  const metrics = createCollectionMetrics();
  const runs = new RunService({ places, configs, limit, resumes, metrics, onError });
  addRunRoutes(server, runs, places);
  addRecordRoutes(server, runs, places);
  const followers = new Followers(patience);
  addEventRoutes(server, runs, places, followers);
  addPlanningRoutes(server, configs);
  addHealthRoutes(server, { runs, places, metrics, followers });
  addApiPage(server);
  server.addHook('preClose', async () => {
    await runs.close();
    await followers.settled();
  });
  let hold: DataHold | undefined;
  server.addHook('onClose', async () => {
    places.close();
    await hold?.release();
  });
  // A service that cannot be reached begins no run.
  server.addHook('onListen', async () => runs.start());
  await server.ready();
  try {
    hold = await ownData(data, () => {
      onError(new TapehaulError('output_in_use', `another service has taken over ${data}`));
      void server.close();
    });
    await runs.recover();
  } catch (error) {
    await server.close();
    throw error;
  }
  return server;
}
