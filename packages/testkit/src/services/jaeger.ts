import { execa } from 'execa';
import { findProgram } from './go-program.ts';
import { type JaegerQuery, jaegerQuery } from './jaeger-query.ts';
import { answers, freePorts } from './port.ts';
import { started } from './ready.ts';

const MODULE = 'github.com/jaegertracing/jaeger';
const VERSION = '1.76.0';
/** Jaeger waits for idle connections before it ends; it keeps nothing that a kill could harm. */
const END_MS = 500;

/** A running Jaeger all-in-one that keeps traces in memory. */
export interface Jaeger extends JaegerQuery, AsyncDisposable {
  /** Address of its query API, `http://127.0.0.1:PORT`. */
  readonly url: string;
  /** Where it takes OTLP over HTTP: a value for `OTEL_EXPORTER_OTLP_ENDPOINT`. */
  readonly otlpHttp: string;
  /** Where it takes OTLP over gRPC: a value for `OTEL_EXPORTER_OTLP_ENDPOINT`. */
  readonly otlpGrpc: string;
  /** Its process. */
  readonly pid: number;
  /** Kills the process at once, as a crash would, and waits for its end. */
  kill(): Promise<void>;
  /** Ends the process and waits for its end. */
  close(): Promise<void>;
}

/**
 * Path of the Jaeger program: `JAEGER` from the environment, else built with Go once, which takes minutes. Throws
 * an Error that says what is missing when neither is possible.
 */
async function findJaeger(env: NodeJS.ProcessEnv = process.env): Promise<string> {
  const main = `${MODULE}/cmd/all-in-one`;
  return findProgram({ name: 'jaeger', main, version: VERSION, replacing: MODULE }, 'JAEGER', env);
}

/**
 * Starts Jaeger on free loopback ports and waits until its health check says that it is ready. Rejects with what
 * the program said when it does not come up.
 */
export async function startJaeger(): Promise<Jaeger> {
  const program = await findJaeger();
  const [query = 0, queryGrpc = 0, http = 0, grpc = 0, admin = 0] = await freePorts(5);
  const ports = { query, queryGrpc, http, grpc, admin };
  const at = (port: number): string => `127.0.0.1:${port}`;
  const flags = {
    'query.http-server.host-port': at(ports.query),
    'query.grpc-server.host-port': at(ports.queryGrpc),
    'collector.otlp.http.host-port': at(ports.http),
    'collector.otlp.grpc.host-port': at(ports.grpc),
    'admin.http.host-port': at(ports.admin),
    // The listeners of protocols that are not used here, on ports of their own choice.
    'collector.http-server.host-port': at(0),
    'collector.grpc-server.host-port': at(0),
  };
  const jaeger = execa(
    program,
    Object.entries(flags).map(([name, value]) => `--${name}=${value}`),
    {
      stdin: 'ignore',
      reject: false,
      forceKillAfterDelay: END_MS,
      env: { COLLECTOR_OTLP_ENABLED: 'true' },
    },
  );
  const url = `http://${at(ports.query)}`;

  async function end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    jaeger.kill(signal);
    await jaeger;
  }

  try {
    await started('Jaeger', jaeger, async (signal) => {
      await answers(`http://${at(ports.admin)}/`, signal);
      await answers(`${url}/api/services`, signal);
    });
  } catch (error) {
    await end('SIGKILL');
    throw error;
  }
  return {
    url,
    ...jaegerQuery(url),
    otlpHttp: `http://${at(ports.http)}`,
    otlpGrpc: `http://${at(ports.grpc)}`,
    pid: jaeger.pid ?? 0,
    kill: () => end('SIGKILL'),
    close: () => end('SIGTERM'),
    [Symbol.asyncDispose]: () => end('SIGTERM'),
  };
}
