import { createClient, followRun, type ServiceClient, ServiceError } from '@tapehaul/client';
import { CODES, counted, type ErrorCode, TapehaulError, visible } from '@tapehaul/errors';
import { networkOf, proxyRefused } from '@tapehaul/network';
import { currentSpan, traceparentOf } from '@tapehaul/tracing';
import { errorRecordSchema, meantRunId, workflowEventSchema } from '@tapehaul/workflow';
import * as z from 'zod';
import { printVersion } from '../json/output-version.ts';
import { stopOnSignals } from '../process/signals.ts';
import { advance, progress } from '../progress/progress.ts';
import { failureText, section } from '../progress/summary.ts';
import { duration, utc } from '../show/figures.ts';
import { fitted } from '../show/fitted.ts';
import { logText } from '../show/log-text.ts';
import { print, printJson } from '../show/print.ts';
import { requestText, sourceText } from '../show/request-text.ts';
import { table } from '../show/table.ts';

/** A service that a command talks to, in place of a directory of this machine. */
export interface ServerOptions {
  /** Its address; the token comes from TAPEHAUL_TOKEN. */
  readonly server?: string;
  readonly json?: boolean;
}

/** Commands over a service. Each gives the exit status, and rejects with a TapehaulError that tells what it said. */
export function remote(url: string, { json = false }: ServerOptions, env: NodeJS.ProcessEnv = process.env) {
  if (!/^https?:/i.test(url) || !URL.canParse(url)) throw noAddress(url);
  const { TAPEHAUL_TOKEN: token } = env;
  const span = currentSpan()?.spanContext();
  const traceparent = span && traceparentOf(span);
  const network = networkOf(env);
  const service = {
    url,
    async fetch(request: Request): Promise<Response> {
      const answer = await network.fetch(request).catch((thrown: unknown) => {
        throw thrown instanceof TapehaulError ? unreachable(url, thrown) : thrown;
      });
      const { proxy, isWhole } = network.routeTo(url);
      // The service itself says everything as JSON.
      const isOurs = answer.ok || /json/.test(answer.headers.get('content-type') ?? '');
      if (proxy === undefined || !isWhole || isOurs) return answer;
      throw proxyRefused(proxy, new URL(url).host, answer.status);
    },
    ...(token === undefined ? {} : { token }),
    ...(traceparent === undefined ? {} : { traceparent }),
  };
  const client = createClient(service);

  /** Follows a run to its end; Ctrl-C stops following, not the run. */
  async function watch(given: string | undefined): Promise<number> {
    const run = await runMeant(client, given);
    const { gently: signal, exitStatus, dispose } = stopOnSignals();
    const bar = progress();
    if (json) printVersion();
    try {
      for await (const { event, data } of followRun(service, run, { signal })) {
        if (json) printJson({ kind: event, ...data });
        if (event === 'ended') {
          bar.end();
          return endOf(run, data, json);
        }
        // Events of an unknown form, as another version of the service may send, are not shown.
        const known = json ? undefined : workflowEventSchema.safeParse(data);
        if (known?.success !== true) continue;
        advance(bar, known.data);
        if (known.data.kind === 'file' && known.data.error !== null) {
          bar.above(`failed   ${failureText(known.data.key, known.data.error)}`);
        }
      }
      throw new TapehaulError('connection_failed', `the service did not report the end of run ${run}`, {
        hint: `See its result: tapehaul show ${run} --server ${url}`,
      });
    } catch (error) {
      if (signal.aborted) return exitStatus() ?? 1;
      if (!(error instanceof ServiceError)) throw error;
      throw error.cause instanceof TapehaulError ? error.cause : refused(error.status, error.message, error);
    } finally {
      bar.end();
      dispose();
    }
  }

  return {
    watch,

    async collect(config: Record<string, unknown>): Promise<number> {
      const { run_id } = answered(await client.POST('/v1/runs', { body: { config } }));
      if (!json) process.stderr.write(`run      ${run_id} at ${url}\n`);
      return watch(run_id);
    },

    async runs(): Promise<number> {
      const { rows } = answered(await client.GET('/v1/runs', { params: { query: {} } }));
      if (json) for (const row of rows) printJson({ kind: 'run', ...row });
      else {
        const body = rows.map(({ run_id, state, started_at, output_directory, files, request }) => {
          const total = Object.values(files).reduce((sum, { tasks }) => sum + tasks, 0);
          const started = started_at === null ? '' : utc(started_at).slice(0, 16);
          return [run_id, state, started, output_directory, total, requestText(request ?? null)];
        });
        const head = ['run', 'state', 'started (UTC)', 'in', 'files', 'what'];
        print(table(head, body, { optional: ['started (UTC)'] }));
      }
      return 0;
    },

    async show(given: string | undefined): Promise<number> {
      const run = await runMeant(client, given);
      const shown = answered(await client.GET('/v1/runs/{run}', { params: { path: { run } } }));
      if (json) printJson({ kind: 'run', ...shown });
      else {
        const failures = shown.failures.map(
          ({ code, tasks, example_message }) => `${code}, ${counted(tasks, 'file')}: ${example_message}`,
        );
        const counts = Object.entries(shown.files).map(([state, { tasks }]) => [state, tasks]);
        const took =
          shown.started_at === null
            ? 0
            : Date.parse(shown.ended_at ?? new Date().toISOString()) - Date.parse(shown.started_at);
        print(`run      ${run}, ${shown.state}, ${duration(took / 1_000)}, in ${shown.output_directory}`);
        const { request = null } = shown;
        if (request !== null) {
          print(fitted(`what     ${requestText(request)}\nsource   ${sourceText(request)}`));
        }
        print(['', table(['files', 'number'], counts), ...section('Failed', failures)].join('\n'));
      }
      return 0;
    },

    async logs(given: string | undefined, query: Readonly<Record<string, string>>): Promise<number> {
      const run = await runMeant(client, given);
      for (let cursor: string | null | undefined; cursor !== null; ) {
        const from = cursor === undefined ? {} : { cursor };
        const page = answered(
          await client.GET('/v1/runs/{run}/logs', {
            params: { path: { run }, query: { ...query, ...from } },
          }),
        );
        for (const row of page.rows) {
          if (json) printJson(row);
          else print(logText(row));
        }
        cursor = page.next;
      }
      return 0;
    },

    async cancel(given: string | undefined): Promise<number> {
      const run = await runMeant(client, given);
      answered(await client.POST('/v1/runs/{run}/cancel', { params: { path: { run } } }));
      print(`run ${run} is asked to stop`);
      return 0;
    },
  };
}

function noAddress(url: string): TapehaulError {
  return new TapehaulError('config_invalid', `--server is "${url}", expected an address`, {
    hint: 'For example: --server http://127.0.0.1:8080',
  });
}

/** The error of a service that gave no answer, with its address. */
function unreachable(url: string, error: TapehaulError): TapehaulError {
  if (error.code === 'config_invalid') {
    return error.withMessage(`--server is "${url}", but ${error.message}`);
  }
  const isOurs = error.code === 'connection_failed';
  return error.withMessage(`the service at ${url} cannot be reached: ${error.message}`, {
    ...(isOurs ? { hint: 'Check the address given with --server, and that the service runs.' } : {}),
  });
}

/** An id in whole, as the service makes them. */
const RUN_ID = /^\d{8}T\d{6}Z-[0-9a-f]{6}$/;

/** The run that was typed: an id in whole, a beginning of one, or latest; the newest without. */
async function runMeant(client: ServiceClient, typed: string | undefined): Promise<string> {
  if (typed === undefined || typed === 'latest') return newest(client);
  if (RUN_ID.test(typed)) return typed;
  const ids: string[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const query = { limit: 1_000, ...(cursor === undefined ? {} : { cursor }) };
    const page = answered(await client.GET('/v1/runs', { params: { query } }));
    ids.push(...page.rows.map(({ run_id }) => run_id));
    cursor = page.next;
  }
  return meantRunId(typed, ids) ?? typed;
}

async function newest(client: ServiceClient): Promise<string> {
  const { rows } = answered(await client.GET('/v1/runs', { params: { query: { limit: 1 } } }));
  if (rows[0] !== undefined) return rows[0].run_id;
  throw new TapehaulError('run_not_found', 'the service has no runs yet', {
    hint: 'Start one: tapehaul collect … --server URL.',
  });
}

/** What a service answered; what it refused is thrown. */
function answered<Data>({
  data,
  error,
  response,
}: {
  data?: Data;
  error?: unknown;
  response: Response;
}): Data {
  if (data !== undefined) return data;
  const problem = typeof error === 'object' && error !== null ? error : {};
  const detail = 'detail' in problem ? String(problem.detail) : `the service answered ${response.status}`;
  const hint = 'hint' in problem ? String(problem.hint) : 'Check the address given with --server.';
  const { data: problems = [] } = problemsSchema.safeParse('errors' in problem ? problem.errors : []);
  const code = 'code' in problem ? String(problem.code) : '';
  throw refused(response.status, detail, { hint, code, problems });
}

const problemsSchema = z.array(z.object({ path: z.string(), message: z.string() }));

const endSchema = z.object({
  state: z.string(),
  exit_code: z.number().optional(),
  error: errorRecordSchema.nullish(),
});

/** Says how a run ended, and gives the exit status: that of the same command without a service. */
function endOf(run: string, data: Readonly<Record<string, unknown>>, json: boolean): number {
  const { state, exit_code, error } = endSchema.parse(data);
  if (!json) {
    print(`run ${run} is ${state}`);
    const lines = error ? [`${error.message} [${error.code}]`, ...(error.hint ? [error.hint] : [])] : [];
    for (const line of lines) print(visible(line));
  }
  // An older service sends only the state.
  return exit_code ?? (state.toLowerCase() === 'completed' ? 0 : 1);
}

/** The code of an error by the HTTP status, where a service names none that is known. */
function codeOf(status: number): ErrorCode {
  if (status === 401 || status === 403) return 'access_denied';
  if (status === 404) return 'run_not_found';
  if (status === 429) return 'throttled';
  return status >= 500 ? 'server_error' : 'config_invalid';
}

/** What a service says of a request that it refuses. */
interface Refusal {
  readonly code: string;
  readonly hint: string;
  readonly problems?: z.infer<typeof problemsSchema>;
}

/** What a service refused, or that it did not answer. */
function refused(
  status: number | undefined,
  detail: string,
  { code, hint, problems = [] }: Refusal,
): TapehaulError {
  if (status === undefined) return new TapehaulError('connection_failed', detail, { hint });
  const known = Object.hasOwn(CODES, code) ? (code as ErrorCode) : codeOf(status);
  // A line for each problem, as without a service. Indented, none of them passes for a line of ours.
  const [first = '', ...lines] = detail.split('\n');
  const isList = problems.length > 0 && lines.length === problems.length;
  const message = isList ? [first, ...lines.map((line) => `  ${line.trim()}`)].join('\n') : detail;
  return new TapehaulError(known, message, { hint, facts: { status }, ...(isList ? { problems } : {}) });
}
