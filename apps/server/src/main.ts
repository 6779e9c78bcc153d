import { asTapehaulError, nearest, TapehaulError } from '@tapehaul/errors';
import { createLog, startTelemetry, type Telemetry } from '@tapehaul/telemetry';
import { spansText } from '@tapehaul/telemetry/spans-text';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import packageJson from '../package.json' with { type: 'json' };
import { readProfiles } from './access/read-profiles.ts';
import { isLoopback } from './access/safety.ts';
import { newToken, readTokens, type TokenScope } from './access/tokens.ts';
import { directoryProblems } from './records/directory-names.ts';
import { traceAddressProblem } from './routes/trace-address.ts';
import { requestedReports } from './runs/reports/requested-reports.ts';
import { createServer } from './server.ts';

interface Options {
  readonly host: string;
  readonly port: number;
  readonly data: string;
  readonly limit: number;
  readonly tokens?: string;
  readonly sources?: string;
  readonly storages?: string;
  readonly allowHost?: readonly string[];
  readonly resume: boolean;
  readonly fleet?: boolean;
  readonly trace?: boolean;
  readonly traceUi?: string;
  readonly report?: 'prefect';
  readonly pageUrl?: string;
}

const program = new Command('tapehaul-server')
  .description('The HTTP service of tapehaul: start collections, follow them, read what is held.')
  .version(packageJson.version)
  .exitOverride()
  .option('--host <host>', 'address to listen on; another one than loopback needs --tokens', '127.0.0.1')
  .option('--port <port>', 'port; 0 takes any free one', portNumber, 8080)
  .option('--data <directory>', 'folder that all output directories lie in', 'output')
  .option('--limit <runs>', 'runs at once; others wait', atLeastOne, 1)
  .option(
    '--tokens <file>',
    'a JSON list of the tokens that are accepted, as tapehaul-server token prints them',
  )
  .option('--sources <file>', 'sources that a request may name beside the archive: a JSON object of profiles')
  .option('--storages <file>', 'storages that a request may name beside its output directory: the same')
  .option(
    '--allow-host <name>',
    'a name that the service may be called by; may be repeated',
    (name: string, names: string[] = []) => [...names, name],
  )
  .option(
    '--trace-ui <url>',
    'where traces are shown, for links to them: an address with {trace_id} in its path, query or fragment',
    traceAddress,
  )
  .option(
    '--fleet',
    'let requests have files fetched by workers (tapehaul worker); needs TAPEHAUL_RECORD_URL',
  )
  .addOption(
    new Option('--report <where>', 'also report runs to the Prefect server of PREFECT_API_URL').choices([
      'prefect',
    ]),
  )
  .option('--page-url <url>', 'where people reach this service, for links to runs in reports')
  .option('--trace', 'send spans of requests and runs by OTLP, as the OTEL_* variables say')
  .option(
    '--no-resume',
    'leave runs that were in progress when the service died; by default it continues them',
  )
  .action(serve);

program
  .command('token')
  .description('make a token: it is printed once, and what is kept of it')
  .requiredOption('--name <name>', 'whose it is')
  .option('--scope <scope>', 'read or write', scopeName, 'read')
  .option(
    '--directory <directory>',
    'an output directory that it is for, with all below; may be repeated; all by default',
    outputDirectory,
  )
  .action(
    ({ name, scope, directory }: { name: string; scope: TokenScope; directory?: readonly string[] }) => {
      const { token, kept } = newToken(name, scope, directory);
      process.stderr.write('keep the token; the entry below goes into the file of --tokens\n');
      process.stdout.write(`${token}\n${JSON.stringify(kept)}\n`);
    },
  );

function atLeastOne(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1) return number;
  throw new InvalidArgumentError('expected a whole number of at least 1');
}

function portNumber(text: string): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number <= 65_535) return number;
  throw new InvalidArgumentError('expected a whole number from 0 to 65535');
}

function outputDirectory(path: string, paths: readonly string[] = []): readonly string[] {
  const [problem] = directoryProblems(path);
  if (problem !== undefined) throw new InvalidArgumentError(problem.message);
  return [...paths, path];
}

function traceAddress(text: string): string {
  const problem = traceAddressProblem(text);
  if (problem === undefined) return text;
  throw new InvalidArgumentError(problem);
}

function scopeName(text: string): TokenScope {
  if (text === 'read' || text === 'write') return text;
  const likely = nearest(text, ['read', 'write']);
  throw new InvalidArgumentError(
    `expected read or write${likely === undefined ? '' : ` (did you mean ${likely}?)`}`,
  );
}

async function serve({
  host,
  port,
  data,
  limit,
  tokens: path,
  sources,
  storages,
  allowHost = [],
  resume,
  fleet = false,
  trace = false,
  traceUi,
  report,
  pageUrl,
}: Options): Promise<void> {
  const telemetry = await startTelemetry({
    trace,
    serviceName: 'tapehaul-server',
    serviceVersion: packageJson.version,
  });
  for (const warning of telemetry.warnings) process.stderr.write(`warning  ${warning}\n`);
  const tokens = path === undefined ? [] : await readTokens(path);
  if (!isLoopback(host) && tokens.length === 0) {
    throw new TapehaulError(
      'config_invalid',
      `--host ${host} can be reached from other machines, and no token is required`,
      {
        hint: 'Give --tokens FILE, or listen on 127.0.0.1.',
      },
    );
  }
  const log = createLog({ name: 'tapehaul-server', level: 'error' });
  const onError = (thrown: unknown, run?: string): void => {
    const { message, ...record } = asTapehaulError(thrown).toJSON();
    log.error({ ...(run === undefined ? {} : { run }), ...record }, message);
  };
  const server = await createServer({
    data,
    limit,
    resumes: resume,
    fleet,
    tokens,
    sources: sources === undefined ? [] : await readProfiles('source', sources),
    storages: storages === undefined ? [] : await readProfiles('storage', storages),
    hosts: [...allowHost, host],
    env: process.env,
    ...(traceUi === undefined ? {} : { traceUi }),
    ...(telemetry.tracing ? { spans: () => telemetry.figures() } : {}),
    onLog: ({ level, runId: run, task, taskId, message, traceId: trace_id, spanId: span_id }) => {
      if (level === 'error')
        log.error({ run, ...(task === null ? {} : { task: taskId }), trace_id, span_id }, message);
    },
    ...(await requestedReports(report, { pageUrl, traceUi, onError })),
    onError,
  });
  const address = await server.listen({ host, port }).catch(async (cause: unknown) => {
    await server.close();
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new TapehaulError('config_invalid', `cannot listen on ${host}, port ${port}: ${reason}`, {
      cause,
      hint: 'Give another --port, or stop what listens there.',
    });
  });
  process.stdout.write(`listening on ${address}\n`);
  let isClosing = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (isClosing) process.exit(1);
      isClosing = true;
      // Runs end gently, and s5cmd with them.
      void server
        .close()
        .then(() => endTrace(telemetry))
        .then(() => process.exit(0));
    });
  }
}

/** Sends what it can of the spans, and prints on stderr how many were sent and lost. */
async function endTrace(telemetry: Telemetry): Promise<void> {
  await telemetry.shutdown();
  const figures = telemetry.figures();
  if (figures.made > 0) process.stderr.write(`spans    ${spansText(figures)}\n`);
}

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else {
    const { message, hint, exitCode } = asTapehaulError(error);
    process.stderr.write(`tapehaul-server: ${message}\n${hint ?? ''}\n`);
    // Nothing that has begun before the refusal keeps the process.
    process.exit(exitCode);
  }
}
