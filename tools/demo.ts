import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { demoPage } from './demo/demo-page.ts';
import { root, startSimulator } from './demo/processes.ts';

/** The demo: the archive simulator on loopback, and a real collection from it with the bundled command; or with `--page`, by the page. */
async function demoCollection(args: readonly string[]): Promise<void> {
  const simulator = await startSimulator();
  const config = 'examples/binance-archive.json';
  console.error(`demo: tapehaul collect ${config}, from the archive simulator at ${simulator.url}`);
  const command = join(root, 'apps/cli/dist/tapehaul.mjs');
  const collect = spawn(process.execPath, [command, 'collect', config, ...args], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, TAPEHAUL_SOURCE_ENDPOINT: simulator.url },
  });
  // Ctrl-C reaches the command too, which stops in order; the demo only waits for it.
  process.on('SIGINT', () => {});
  const [status] = await once(collect, 'exit');
  simulator.process.kill();
  process.exitCode = typeof status === 'number' ? status : 1;
}

const args = process.argv.slice(2);
const others = args.filter((arg) => arg !== '--page');
await (others.length < args.length ? demoPage(others) : demoCollection(args));
