import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { execa } from 'execa';
import { collectionOf } from './archive.ts';
import { bytesBelow, type Collected } from './collected.ts';
import { costOf } from './process-cost.ts';

const command = join(import.meta.dirname, '../../../apps/server/bin/tapehaul-server.js');

/** Starts the service and collects the files by it. */
export async function collectByTapehaul(endpoint: string, files: number): Promise<Collected> {
  const data = await mkdtemp(join(tmpdir(), 'tapehaul-compared-'));
  const server = execa(process.execPath, [command, '--port', '0', '--data', data], {
    reject: false,
    env: { TAPEHAUL_SOURCE_ENDPOINT: endpoint },
  });
  const [line] = await once(createInterface(server.stdout), 'line');
  const [url = ''] = /http:\/\/[\w.:]+/.exec(String(line)) ?? [];
  const pid = server.pid ?? 0;
  const before = await costOf(pid);
  const started = performance.now();
  const answer = await fetch(`${url}/v1/runs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ config: collectionOf(files) }),
  });
  const { run_id } = (await answer.json()) as { run_id: string };
  for await (const _ of (await fetch(`${url}/v1/runs/${run_id}/events?view=progress`)).body ?? []);
  const wallSeconds = (performance.now() - started) / 1_000;
  const after = await costOf(pid);
  const { version } = (await (await fetch(`${url}/v1/me`)).json()) as { version: string };
  return {
    address: `${url}/runs/${run_id}`,
    wallSeconds,
    // The end of a run is written after its files.
    lagSeconds: 0,
    server: { cpuSeconds: after.cpuSeconds - before.cpuSeconds, peakMegabytes: after.peakMegabytes },
    client: null,
    recordBytes: await bytesBelow(join(data, 'compared', '.tapehaul')),
    version: `tapehaul ${version}`,
    async [Symbol.asyncDispose]() {
      server.kill();
      await server;
      await rm(data, { recursive: true, force: true });
    },
  };
}
