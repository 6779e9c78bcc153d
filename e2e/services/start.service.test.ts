import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { repositoryFolder } from '@tapehaul/testkit';
import { execa } from 'execa';
import { expect, test } from 'vitest';

test('starts Jaeger, an S3 server and the simulator, says where, and stops them all on Ctrl-C', async () => {
  const args = [
    '--conditions=@tapehaul/source',
    join(repositoryFolder, 'packages/testkit/src/services/start.ts'),
  ];
  const services = execa(process.execPath, args, { cwd: repositoryFolder });
  const addresses = new Map<string, string>();
  for await (const line of createInterface(services.stdout)) {
    const [, name, url] = /^(\w+) +(http:\S+)/.exec(line) ?? [];
    if (name !== undefined && url !== undefined) addresses.set(name, url);
    if (line.startsWith('Ctrl-C')) break;
  }
  expect([...addresses.keys()]).toEqual(['jaeger', 's3', 'simulator']);
  for (const url of addresses.values()) await expect(fetch(url)).resolves.toBeInstanceOf(Response);
  services.kill('SIGINT');
  expect((await services).exitCode).toBe(0);
  for (const url of addresses.values()) await expect(fetch(url)).rejects.toThrow('fetch failed');
});
