import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { execa } from 'execa';
import { data, env } from './service.ts';

/** The service as people start it. */
export const command: string = join(import.meta.dirname, '../bin/tapehaul-server.js');

/** Starts the service as its own process, and gives its address once it listens. */
export async function start(...args: string[]) {
  const child = execa(process.execPath, [command, '--port', '0', '--data', data, ...args], {
    env,
    reject: false,
  });
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  const [url = ''] = /http:\S+/.exec(line) ?? [];
  return { child, url };
}
