import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { asTapehaulError, TapehaulError } from '@tapehaul/errors';
import { FaultPlan } from './faults/fault-plan.ts';
import { RequestLog } from './faults/request-log.ts';
import { responder } from './responder.ts';
import type { ObjectSource } from './source/source.ts';
import { syntheticSource } from './synthetic/synthetic-source.ts';

const LOOPBACK = '127.0.0.1';
/** Longer than any client keeps an idle connection, so that it is never closed under a new request. */
const KEEP_ALIVE_MILLISECONDS = 600_000;

/** How to start a simulator. */
export interface SimulatorOptions {
  /** 0, the default, takes any free port. */
  readonly port?: number;
  /** `data.binance.vision` if not given. */
  readonly bucket?: string;
  /** Where the objects come from; {@link syntheticSource} with its defaults if not given. */
  readonly source?: ObjectSource;
  /**
   * Where clients name the bucket: in the path, the default; before the host (`data.binance.vision.s3.example`); or
   * nowhere, like on a plain HTTP mirror, which lists nothing.
   */
  readonly style?: 'path' | 'host' | 'none';
  /** Delay before each answer, in milliseconds. */
  readonly latencyMs?: number;
  /** Most bytes a second of each body; unlimited if not given. */
  readonly bytesPerSecond?: number;
}

/** A running simulator. `await using` closes it. */
export interface Simulator extends AsyncDisposable {
  /** `http://127.0.0.1:PORT`, without the bucket: the endpoint for path-style clients. */
  readonly url: string;
  readonly bucket: string;
  readonly port: number;
  /** How to misbehave. */
  readonly faults: FaultPlan;
  /** What clients requested. */
  readonly requests: RequestLog;
  /** Stops listening and cuts open connections; may be called again. */
  close(): Promise<void>;
}

/**
 * Starts an S3 server on the loopback interface that answers reads of one bucket, for path-style clients with
 * or without a signature. Rejects with a TapehaulError `config_invalid` when the port is in use or cannot be.
 */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const { bucket = 'data.binance.vision', source = syntheticSource() } = options;
  const faults = new FaultPlan();
  const requests = new RequestLog();
  const server = createServer(responder({ ...options, bucket, source, faults, requests }));
  server.keepAliveTimeout = KEEP_ALIVE_MILLISECONDS;
  await listening(server, options.port ?? 0);
  const { port } = server.address() as AddressInfo;

  async function close(): Promise<void> {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  }

  return {
    url: `http://${LOOPBACK}:${port}`,
    bucket,
    port,
    faults,
    requests,
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** Listens at a port. Rejects with a TapehaulError that says why that port is not available. */
async function listening(server: Server, port: number): Promise<void> {
  try {
    server.listen(port, LOOPBACK);
    await once(server, 'listening');
  } catch (cause) {
    const why = new Map<unknown, string>([
      ['EADDRINUSE', `port ${port} is in use`],
      ['EACCES', `port ${port} is for the administrator only`],
      ['ERR_SOCKET_BAD_PORT', `port ${port} is none: expected a whole number from 0 to 65535`],
    ]).get(cause instanceof Error && 'code' in cause ? cause.code : undefined);
    if (why === undefined) throw asTapehaulError(cause);
    throw new TapehaulError('config_invalid', why, {
      cause,
      problems: [{ path: 'port', message: why }],
      hint: 'Give another port; 0 takes any that is free.',
    });
  }
}
