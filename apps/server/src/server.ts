import { TapehaulError } from '@tapehaul/errors';
import { createServiceMetrics } from '@tapehaul/metrics/service';
import type { SpanFigures } from '@tapehaul/telemetry';
import { createCollectionMetrics, type LogEvent } from '@tapehaul/workflow';
import type { FastifyInstance } from 'fastify';
import packageJson from '../package.json' with { type: 'json' };
import { type OperatorOptions, OperatorProfiles } from './access/operator-profiles.ts';
import { hideRuns } from './access/reach.ts';
import { ServiceConfigs } from './access/service-configs.ts';
import type { KeptToken } from './access/tokens.ts';
import { httpServer } from './http/http-server.ts';
import { addProblemAnswers } from './http/problem-answers.ts';
import { addQueryCheck } from './http/query-check.ts';
import { RunFigures } from './metrics/run-figures.ts';
import { serviceFigures } from './metrics/service-figures.ts';
import { addPage } from './page/add-page.ts';
import { KeptPlans } from './plans/kept-plans.ts';
import { PlanMaker } from './plans/plan-maker.ts';
import { HostPaths } from './records/host-paths.ts';
import { OutputDirectories } from './records/output-directories.ts';
import { Records } from './records/records.ts';
import { addApiPage } from './routes/api-page.ts';
import { addCoverageRoutes } from './routes/coverage/coverage-routes.ts';
import { addFindingRoutes } from './routes/coverage/finding-routes.ts';
import { addDisputeRoutes } from './routes/disputes/dispute-routes.ts';
import { addHealthRoutes } from './routes/health-routes.ts';
import { addMeRoute } from './routes/me-route.ts';
import { addOpenApi } from './routes/openapi/open-api.ts';
import { addConfigRoutes } from './routes/planning/config-routes.ts';
import { addPlanRoutes } from './routes/planning/plan-routes.ts';
import { addRecordRoutes } from './routes/records/record-routes.ts';
import { addEventRoutes } from './routes/runs/event-routes.ts';
import { addRunRoutes } from './routes/runs/run-routes.ts';
import { addPartitionRoutes } from './routes/tables/partition-routes.ts';
import { traceAddressProblem } from './routes/trace-address.ts';
import { Followers } from './runs/events/followers.ts';
import type { RunReports } from './runs/reports/run-reports.ts';
import { runParts } from './runs/run-parts.ts';
import { openStore } from './store/open-store.ts';
import type { ServiceStore } from './store/service-store.ts';

/** How the service is made. */
export interface ServerOptions extends OperatorOptions {
  /** Folder that all output directories lie in. */
  readonly data: string;
  /** Runs at once; 1 by default. */
  readonly limit?: number;
  /** Whether runs that were in progress when a former process died are continued; true by default. */
  readonly resumes?: boolean;
  /** Whether requests may have the files of a run done by workers of a fleet; false by default. */
  readonly fleet?: boolean;
  /** Who may send requests; everyone who can reach it without any. */
  readonly tokens?: readonly KeptToken[];
  /** Names that it may be called by, beside loopback ones. */
  readonly hosts?: readonly string[];
  /** Requests of one token, or of one address without tokens, in a minute; one that only reads counts a tenth; 600 by default. */
  readonly rate?: number;
  /** Longest time for the headers of a request to come, in milliseconds; 10,000 by default. */
  readonly headersTime?: number;
  /** How long a reader of events, or of a plan as it is made, may read nothing before it is dropped, in milliseconds; 30,000 by default. */
  readonly patience?: number;
  /** How long a run can be started from a plan, in milliseconds; an hour by default. */
  readonly planLifetime?: number;
  /** How many spans of this process were sent and lost, where it is traced. */
  readonly spans?: () => SpanFigures;
  /** Where traces are shown: an http or https address without a password, `{trace_id}` in place of the id of one; nowhere by default. */
  readonly traceUi?: string | null;
  /** Reports runs elsewhere, too; nowhere by default. */
  readonly reports?: RunReports;
  /** Receives the log lines of runs and their tasks. */
  readonly onLog?: (line: LogEvent) => void;
  /** Receives internal errors. */
  readonly onError?: (error: unknown, run?: string) => void;
}

/**
 * Makes the service, the one owner of its data, with what a former process has left in the queue. Runs begin once it listens;
 * `close` stops them gently. Rejects as {@link openStore} does, and with a TapehaulError `config_invalid` for options that contradict
 * or are not valid.
 */
export async function createServer(options: ServerOptions): Promise<FastifyInstance> {
  const { data, traceUi = null, onError = () => {} } = options;
  const problem = traceUi === null ? undefined : traceAddressProblem(traceUi);
  if (problem !== undefined) {
    throw new TapehaulError('config_invalid', `traceUi: ${problem}`, {
      hint: 'Correct the address, or leave it out.',
    });
  }
  let server: FastifyInstance | undefined;
  const onLost = (): void => {
    onError(new TapehaulError('output_in_use', `another service has taken over ${data}`));
    void server?.close();
  };
  const store = await openStore(data, { onError, onLost });
  try {
    server = await composed(options, store);
    return server;
  } catch (error) {
    store.close();
    throw error;
  }
}

/** The service over a store, which is closed with it. */
async function composed(options: ServerOptions, store: ServiceStore): Promise<FastifyInstance> {
  const {
    data,
    limit = 1,
    resumes = true,
    fleet = false,
    tokens = [],
    hosts = [],
    rate = 600,
    headersTime,
    patience,
    planLifetime,
    spans,
    traceUi = null,
    reports,
    onLog,
    onError = () => {},
  } = options;
  const directories = new OutputDirectories(data);
  const { root } = directories;
  const records = new Records(directories, onError);
  const hostPaths = new HostPaths(data);
  const server = await httpServer({ tokens, hosts, rate, headersTime, hostPaths, onError });
  addProblemAnswers(server);
  addQueryCheck(server);
  await addOpenApi(server);

  const configs = new ServiceConfigs(directories, new OperatorProfiles(options));
  const kept = new KeptPlans({ lifetime: planLifetime });
  const plans = new PlanMaker({ configs, records, directories, kept });
  const metrics = createCollectionMetrics();
  const followers = new Followers(patience);
  const counts = createServiceMetrics(packageJson.version, () =>
    serviceFigures({ queue, figures, root, followers, spans }),
  );
  const figures = new RunFigures(records, directories, counts);
  const { service, reader, views, feeds, queue } = runParts({
    directories,
    records,
    hostPaths,
    store,
    configs,
    plans,
    limit,
    resumes,
    allowsFleet: fleet,
    metrics,
    figures,
    reports,
    onLog,
    onError,
  });
  hideRuns(server, (runId) => reader.homeOf(runId));
  addRunRoutes(server, { service, reader, records, views });
  addRecordRoutes(server, { reader, records, directories });
  addCoverageRoutes(server, { records, directories });
  addFindingRoutes(server, { records, directories });
  addPartitionRoutes(server, { records, directories });
  addDisputeRoutes(server, { records, directories, configs });
  addEventRoutes(server, { reader, records, views, followers, hostPaths, ...feeds });
  addMeRoute(server, { traceUi, fleet });
  addConfigRoutes(server, { configs, records });
  addPlanRoutes(server, { plans, hostPaths, patience, onError });
  addHealthRoutes(server, {
    root,
    metricsText: async () => (await metrics.prometheusText()) + (await counts.prometheusText()),
  });
  addApiPage(server);
  addPage(server);
  server.addHook('preClose', async () => {
    await service.close();
    feeds.close();
    await followers.settled();
    await reports?.settled();
  });
  server.addHook('onClose', async () => {
    await records.close();
    store.close();
  });
  // A service that cannot be reached begins no run.
  server.addHook('onListen', async () => service.start());
  await server.ready();
  try {
    await records.markCrashedRuns();
    await service.recover();
  } catch (error) {
    await server.close();
    throw error;
  }
  return server;
}
