import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { freePorts } from '../src/services/port.ts';

/** Enough that two processes would almost certainly have one in common by chance. */
const PORTS = 400;

/** Starts a process that gets free ports. */
async function child() {
  const program = join(import.meta.dirname, 'port-child.ts');
  const process_ = execa(process.execPath, ['--conditions=@tapehaul/source', program, String(PORTS)]);
  const [line] = await once(createInterface(process_.stdout), 'line');
  const ports: number[] = JSON.parse(line);
  return { process: process_, ports };
}

test('processes never get the same port while they live, though nothing listens on it', async () => {
  const [one, other] = await Promise.all([child(), child()]);
  const own = await freePorts(PORTS);
  expect(new Set([...one.ports, ...other.ports, ...own]).size).toBe(3 * PORTS);
  expect(Math.max(...own)).toBeLessThan(32_768);
  const server = createServer().listen(one.ports[0], '127.0.0.1');
  await once(server, 'listening');
  server.close();
  for (const { process: started } of [one, other]) started.stdin.end();
  await Promise.all([one.process, other.process]);
});
