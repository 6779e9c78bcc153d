import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** The demo: the archive simulator on loopback, and a real collection from it with the bundled command. */
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const simulatorFile = join(root, 'packages/archive-simulator/dist/tapehaul-simulator.mjs');
const commandFile = join(root, 'apps/cli/dist/tapehaul.mjs');

const simulator = spawn(process.execPath, [simulatorFile, '--port', '0'], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
const [line] = await once(createInterface(simulator.stdout), 'line');
const [endpoint] = /http:\/\/127\.0\.0\.1:\d+/.exec(String(line)) ?? [];
if (endpoint === undefined) throw new Error(`the simulator said: ${line}`);

const config = 'examples/binance-archive.json';
console.error(`demo: tapehaul collect ${config}, from the archive simulator at ${endpoint}`);
const collect = spawn(process.execPath, [commandFile, 'collect', config, ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, TAPEHAUL_SOURCE_ENDPOINT: endpoint },
});
// Ctrl-C reaches the command too, which stops in order; the demo only waits for it.
process.on('SIGINT', () => {});
const [status] = await once(collect, 'exit');
simulator.kill();
process.exitCode = typeof status === 'number' ? status : 1;
