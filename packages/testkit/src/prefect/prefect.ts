import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { findPython } from '../services/clients.ts';
import { freePort } from '../services/port.ts';
import { until } from '../services/ready.ts';

/** Its newest version, with those versions of what it needs that it starts with. */
const PACKAGES = ['prefect==3.8.8', 'fastapi==0.139.0', 'sqlalchemy<2.1'];
/** Its first start makes a database, which takes that long on a busy machine. */
const START_MS = 180_000;

/** A running Prefect server with a database of its own, on the loopback interface alone. */
export interface Prefect extends AsyncDisposable {
  /** A value for `PREFECT_API_URL`. */
  readonly apiUrl: string;
  /** Address of its pages. */
  readonly uiUrl: string;
  readonly pid: number;
  /** The answer of a GET, or of a POST with a body, of its API; rejects unless it is a success. */
  call(path: string, body?: unknown): Promise<unknown>;
  /** Kills it, as a crash would, and waits for its end. */
  kill(): Promise<void>;
  /** Starts it again with the same database and port, where it was killed. */
  start(): Promise<void>;
  /** Ends it and removes its database. */
  close(): Promise<void>;
}

/**
 * Starts a Prefect server, installed once from Python packages into the cache. `authString` is what it requires as
 * `user:password`. Throws an Error that says what is missing when Python is not there or cannot install it.
 */
export async function startPrefect({ authString }: { readonly authString?: string } = {}): Promise<Prefect> {
  const python = await findPython('prefect-3.8.8', PACKAGES);
  const [port, home] = [await freePort(), await mkdtemp(join(tmpdir(), 'tapehaul-prefect-'))];
  const uiUrl = `http://127.0.0.1:${port}`;
  const apiUrl = `${uiUrl}/api`;
  const headers = {
    'content-type': 'application/json',
    ...(authString === undefined ? {} : { authorization: `Basic ${btoa(authString)}` }),
  };
  let server: { readonly pid: number; readonly ended: Promise<unknown> } | undefined;

  async function call(path: string, body?: unknown): Promise<unknown> {
    const request = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
    const answer = await fetch(`${apiUrl}${path}`, { headers, ...request });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  }

  async function start(): Promise<void> {
    const env = {
      PREFECT_HOME: home,
      PREFECT_API_URL: apiUrl,
      PREFECT_SERVER_ANALYTICS_ENABLED: 'false',
      PREFECT_LOGGING_SERVER_LEVEL: 'WARNING',
      DO_NOT_TRACK: '1',
      ...(authString === undefined ? {} : { PREFECT_SERVER_API_AUTH_STRING: authString }),
    };
    const command = ['-m', 'prefect', 'server', 'start', '--host', '127.0.0.1', '--port', String(port)];
    const program = execa(python, command, {
      stdin: 'ignore',
      reject: false,
      all: true,
      detached: true,
      env,
    });
    server = { pid: program.pid ?? 0, ended: program };
    const ended = new AbortController();
    void program.then(({ all }) => ended.abort(new Error(`Prefect did not start:\n${all}`)));
    const signal = AbortSignal.any([ended.signal, AbortSignal.timeout(START_MS)]);
    await until(
      () =>
        call('/admin/version').then(
          () => true as const,
          () => undefined,
        ),
      signal,
    );
  }

  function killNow(): void {
    try {
      // The program and what it has started.
      if (server !== undefined) process.kill(-server.pid, 'SIGKILL');
    } catch {
      // It has ended.
    }
  }
  // It has a process group of its own, which would outlive this process.
  process.once('exit', killNow);

  async function kill(): Promise<void> {
    killNow();
    const ended = server?.ended;
    server = undefined;
    await ended;
  }

  async function close(): Promise<void> {
    await kill();
    process.off('exit', killNow);
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  }

  try {
    await start();
  } catch (error) {
    await close();
    throw error;
  }
  return {
    apiUrl,
    uiUrl,
    pid: server?.pid ?? 0,
    call,
    kill,
    start,
    close,
    [Symbol.asyncDispose]: close,
  };
}
