import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { execa } from 'execa';
import { bytesBelow, type Collected } from './collected.ts';
import { costOf } from './process-cost.ts';

/** How long the server may take to start and to write what it was sent, in milliseconds. */
const PATIENCE = 600_000;

/** What the flow prints when it has ended. */
interface Printed {
  readonly run: string;
  readonly wall_seconds: number;
  readonly cpu_seconds: number;
  readonly peak_megabytes: number;
}

/** Starts Prefect's server, with the page and without a word to anywhere, and collects the files by a flow. */
export async function collectByPrefect(python: string, archive: string, files: number): Promise<Collected> {
  const home = await mkdtemp(join(tmpdir(), 'prefect-compared-'));
  const port = await freePort();
  const api = `http://127.0.0.1:${port}/api`;
  const env = {
    PREFECT_HOME: home,
    PREFECT_API_URL: api,
    PREFECT_SERVER_ANALYTICS_ENABLED: 'false',
    DO_NOT_TRACK: '1',
  };
  const server = execa(
    python,
    ['-m', 'prefect', 'server', 'start', '--host', '127.0.0.1', '--port', `${port}`],
    { reject: false, env, stdout: 'ignore', stderr: 'ignore' },
  );
  await until(async () => (await fetch(`${api}/health`)).ok);
  const pid = server.pid ?? 0;
  const before = await costOf(pid);
  const folder = join(home, 'output');
  // Its path is part of what a failed task logs.
  const flow = join(home, 'flow.py');
  await copyFile(join(import.meta.dirname, 'flow.py'), flow);
  const { stdout } = await execa(python, [flow, archive, folder, `${files}`], { env, stderr: 'ignore' });
  const printed = JSON.parse(stdout.slice(stdout.lastIndexOf('{'))) as Printed;
  const ended = performance.now();
  // The states of the tasks reach the record by a queue.
  await until(async () => (await countEnded(api, printed.run)) === files);
  const lagSeconds = (performance.now() - ended) / 1_000;
  const after = await costOf(pid);
  const version = (await (await fetch(`${api}/admin/version`)).json()) as string;
  return {
    address: `http://127.0.0.1:${port}/v2/runs/flow-run/${printed.run}`,
    wallSeconds: printed.wall_seconds,
    lagSeconds,
    server: { cpuSeconds: after.cpuSeconds - before.cpuSeconds, peakMegabytes: after.peakMegabytes },
    client: { cpuSeconds: printed.cpu_seconds, peakMegabytes: printed.peak_megabytes },
    recordBytes: await bytesBelow(home, /^prefect\.db/),
    version: `Prefect ${version}`,
    async [Symbol.asyncDispose]() {
      server.kill('SIGINT');
      await server;
      await rm(home, { recursive: true, force: true });
    },
  };
}

async function countEnded(api: string, run: string): Promise<number> {
  const answer = await fetch(`${api}/task_runs/count`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      flow_runs: { id: { any_: [run] } },
      task_runs: { state: { type: { any_: ['COMPLETED', 'FAILED', 'CRASHED'] } } },
    }),
  });
  return (await answer.json()) as number;
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  const latest = performance.now() + PATIENCE;
  while (!(await isSo().catch(() => false))) {
    if (performance.now() > latest) throw new Error('Prefect did not become ready in time');
    await setTimeout(2_000);
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
