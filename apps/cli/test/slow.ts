import { createReadStream, writeFileSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, readlink, realpath, rm, writeFile } from 'node:fs/promises';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import {
  type Simulator,
  type SimulatorOptions,
  startSimulator,
  syntheticSource,
} from '@tapehaul/archive-simulator';
import { execa } from 'execa';
import { command, request } from './collection.ts';

/** How long the command may take to end after a signal, in milliseconds, as docs/command.md promises. */
const LONGEST_END = 10_000;

/** A folder, an archive and a command of their own, so that many trials can run at once. */
export interface Trial extends AsyncDisposable {
  readonly directory: string;
  readonly output: string;
  readonly archive: Simulator;
  /** Starts the command in the folder; the child is not killed by force. */
  run(args: readonly string[], env?: NodeJS.ProcessEnv): Child;
  /** Starts `tapehaul collect --json`. */
  collect(config: object, env?: NodeJS.ProcessEnv, args?: readonly string[]): Child;
}

/** A running command. */
export type Child = ReturnType<typeof startIn>;

function startIn(cwd: string, args: readonly string[], env: NodeJS.ProcessEnv) {
  return execa(process.execPath, [command, ...args], { cwd, reject: false, forceKillAfterDelay: false, env });
}

/** The last JSON line of a command. */
export function lastLine({ stdout }: { readonly stdout: unknown }) {
  return JSON.parse(String(stdout).trim().split('\n').at(-1) ?? '');
}

/** Prepares a trial against fifteen small files. */
export async function trial(options: SimulatorOptions = {}): Promise<Trial> {
  const directory = await realpath(await mkdtemp(join(tmpdir(), 'tapehaul slow ')));
  const output = join(directory, 'out');
  const archive = await startSimulator({ source: syntheticSource({ maxRows: 20 }), ...options });
  const run = (args: readonly string[], env: NodeJS.ProcessEnv = {}): Child =>
    startIn(directory, args, { TAPEHAUL_SOURCE_ENDPOINT: archive.url, ...env });
  return {
    directory,
    output,
    archive,
    run,
    collect(config, env, args = []) {
      const file = join(directory, 'config.json');
      writeFileSync(file, JSON.stringify({ output_directory: output, ...request, ...config }));
      return run(['collect', file, '--json', ...args], env);
    },
    async [Symbol.asyncDispose]() {
      await archive.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** A program of a trial that others find, and the promise that it was started. */
export interface Program {
  readonly path: string;
  /** A `PATH` on which it comes first. */
  readonly searchPath: string;
  readonly started: Promise<void>;
}

/** Makes a shell script of that name; it reports with `started` that it runs. */
export async function program({ directory }: Trial, name: string, script: string): Promise<Program> {
  const folder = join(directory, 'programs');
  const [path, pipe] = [join(folder, name), join(folder, `${name}.started`)];
  await mkdir(folder, { recursive: true });
  await execa('mkfifo', [pipe]);
  await writeFile(path, `#!/bin/sh\nstarted() { echo > '${pipe}'; }\n${script}\n`);
  await chmod(path, 0o755);
  const started = new Promise<void>((resolve) => {
    createReadStream(pipe).once('data', () => resolve());
  });
  return { path, searchPath: `${folder}${delimiter}${process.env.PATH}`, started };
}

/** A server on loopback, and the promise that a client has reached it. */
export interface Reached extends Disposable {
  readonly url: string;
  readonly reached: Promise<void>;
}

/** A server that accepts connections and never says anything. */
export function muteServer(): Promise<Reached> {
  return reachable((resolve) =>
    createServer((socket) => {
      socket.on('error', () => {}).on('data', () => resolve());
    }),
  );
}

/** A bucket whose listing never ends, one page every 50 ms; reached with its third page. */
export function endlessListing(bucket: string): Promise<Reached> {
  let pages = 0;
  return reachable((resolve) =>
    createHttpServer((_, answer) => {
      pages += 1;
      if (pages === 3) resolve();
      const key = `data/spot/daily/klines/BTCUSDT/1h/BTCUSDT-1h-2025-07-01.zip.${String(pages).padStart(9, '0')}`;
      const entry = `<Contents><Key>${key}</Key><Size>1</Size><ETag>"a"</ETag><LastModified>2025-07-02T00:00:00.000Z</LastModified></Contents>`;
      const page = `<IsTruncated>true</IsTruncated><NextContinuationToken>${pages}</NextContinuationToken>${entry}`;
      setTimeout(() => {
        answer.setHeader('content-type', 'application/xml');
        answer.end(`<?xml version="1.0"?><ListBucketResult><Name>${bucket}</Name>${page}</ListBucketResult>`);
      }, 50);
    }),
  );
}

async function reachable(serverThat: (resolve: () => void) => Server): Promise<Reached> {
  const { promise: reached, resolve } = Promise.withResolvers<void>();
  const server = serverThat(resolve);
  await new Promise<void>((listens) => server.listen(0, '127.0.0.1', listens));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, reached, [Symbol.dispose]: () => void server.close() };
}

/** How a command ended that was sent a signal. */
export interface Stopped {
  readonly exitCode: number | undefined;
  /** By which signal it was ended; SIGKILL where it did not end in time. */
  readonly signal: string | undefined;
  readonly stdout: string;
  readonly stderr: string;
  /** Ids of processes that it has left. */
  readonly left: string[];
}

/** Sends a signal, waits for the end for as long as is promised, and looks what is left. */
export async function stopped({ directory }: Trial, child: Child, signal: NodeJS.Signals): Promise<Stopped> {
  child.kill(signal);
  const late = setTimeout(() => child.kill('SIGKILL'), LONGEST_END);
  const { exitCode, signal: killedBy, stdout, stderr } = await child;
  clearTimeout(late);
  return {
    exitCode,
    signal: killedBy,
    stdout: String(stdout),
    stderr: String(stderr),
    left: await processesIn(directory),
  };
}

/** Ids of processes that were started in a folder, and so by the command that was. */
async function processesIn(here: string): Promise<string[]> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    ids.map(async (id) => {
      const folder = await readlink(`/proc/${id}/cwd`).catch(() => '');
      return folder === here ? [id] : [];
    }),
  );
  return found.flat();
}
