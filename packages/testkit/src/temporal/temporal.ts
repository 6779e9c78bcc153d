import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { findProgram } from '../services/go-program.ts';
import { freePorts, untilListening } from '../services/port.ts';
import { started, until } from '../services/ready.ts';

const MAIN = 'github.com/temporalio/cli/cmd/temporal';
/** Of the command; the server in it is 1.29.1. */
const VERSION = '1.5.1';

/** A running Temporal server with one namespace, on the loopback interface alone. */
export interface Temporal extends AsyncDisposable {
  /** Such as `127.0.0.1:20733`. */
  readonly address: string;
  readonly namespace: string;
  /** Runs a command of `temporal` against it, such as `workflow`, `list`; gives what that prints. */
  command(...words: readonly string[]): Promise<string>;
  /** Ends it as a crash would. */
  kill(): Promise<void>;
  /** Starts it again where it was killed, on the same port with what it had stored. */
  start(): Promise<void>;
  /** Ends it and removes its file. */
  close(): Promise<void>;
}

/** How a Temporal server is started. */
export interface TemporalOptions {
  /** Values of its dynamic configuration, such as `limit.historyCount.suggestContinueAsNew`. */
  readonly settings?: Readonly<Record<string, number>>;
  readonly env?: NodeJS.ProcessEnv;
}

/**
 * Starts a new Temporal server that keeps its state in a file: the program that `TEMPORAL` names, else one that is built with Go once, which
 * takes minutes. Throws an Error that says what is missing when there is neither.
 */
export async function startTemporal({
  settings = {},
  env = process.env,
}: TemporalOptions = {}): Promise<Temporal> {
  const program = await findProgram({ main: MAIN, version: VERSION }, 'TEMPORAL', env);
  const folder = await mkdtemp(join(tmpdir(), 'tapehaul-temporal-'));
  const [port = 0, http = 0, metrics = 0] = await freePorts(3);
  const address = `127.0.0.1:${port}`;
  const namespace = 'default';
  const flags = [
    ...['--headless', '--ip', '127.0.0.1', '--port', String(port), '--http-port', String(http)],
    ...['--metrics-port', String(metrics), '--db-filename', join(folder, 'temporal.db')],
    ...['--namespace', namespace, '--log-level', 'error'],
    ...Object.entries(settings).flatMap(([name, value]) => ['--dynamic-config-value', `${name}=${value}`]),
  ];
  let server: ReturnType<typeof run> | undefined;

  function run() {
    return execa(program, ['server', 'start-dev', ...flags], { stdin: 'ignore', reject: false });
  }

  async function command(...words: readonly string[]): Promise<string> {
    const place = ['--address', address, '--namespace', namespace];
    return (await execa(program, [...words, ...place], { stdin: 'ignore' })).stdout;
  }

  async function start(): Promise<void> {
    server = run();
    await started('Temporal', server, async (signal) => {
      await untilListening(port, signal);
      const isReady = (): Promise<true | undefined> =>
        command('operator', 'namespace', 'describe').then(
          () => true,
          () => undefined,
        );
      await until(isReady, signal);
    });
  }

  async function kill(): Promise<void> {
    server?.kill('SIGKILL');
    await server;
  }

  async function close(): Promise<void> {
    await kill();
    await rm(folder, { recursive: true, force: true });
  }

  try {
    await start();
  } catch (error) {
    await close();
    throw error;
  }
  return { address, namespace, command, kill, start, close, [Symbol.asyncDispose]: close };
}
