import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** The folder of the repository. */
export const root: string = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** A process that listens, and where. */
export interface Listening {
  readonly process: ChildProcess;
  readonly url: string;
}

/** Starts a bundled program below the repository. Rejects when its first line names no address. */
export async function startListening(
  file: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<Listening> {
  const child = spawn(process.execPath, [join(root, file), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env,
  });
  const [line] = await once(createInterface(child.stdout), 'line');
  const [url] = /http:\/\/[\w.:[\]]+/.exec(String(line)) ?? [];
  if (url === undefined) throw new Error(`${file} said: ${line}`);
  return { process: child, url };
}

/** Starts the archive simulator on a free port. */
export function startSimulator(...args: readonly string[]): Promise<Listening> {
  return startListening('packages/archive-simulator/dist/tapehaul-simulator.mjs', ['--port', '0', ...args]);
}
