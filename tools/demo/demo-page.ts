import { once } from 'node:events';
import { join } from 'node:path';
import { root, startListening, startSimulator } from './processes.ts';

/** Milliseconds before each answer of the simulator, so that there is time to watch. */
const LATENCY = '200';

/** 560 files, which take a minute or two; the same again when the demo is started again. */
const CONFIG = {
  output_directory: 'demo',
  markets: ['spot', 'futures_um'],
  symbols: ['BTCUSDT', 'ETHUSDT', 'ADAUSDT', 'SOLUSDT'],
  data_types: ['klines', 'trades', 'fundingRate'],
  intervals: ['1h', '4h', '1d'],
  date_range: { start: '2025-07-01', end: '2025-07-18' },
  max_parallel_downloads: 2,
  force_redownload: true,
};

/** Starts simulator, service and a collection, prints the address of the page, and stops all on Ctrl-C. */
export async function demoPage(args: readonly string[]): Promise<void> {
  const simulator = await startSimulator('--latency', LATENCY);
  const service = await startListening(
    'apps/server/dist/tapehaul-server.mjs',
    ['--port', '0', '--data', join(root, 'output', 'page'), ...args],
    { ...process.env, TAPEHAUL_SOURCE_ENDPOINT: simulator.url },
  );
  const answer = await fetch(new URL('/v1/runs', service.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ config: CONFIG }),
  });
  if (!answer.ok) throw new Error(`the service answered ${answer.status}: ${await answer.text()}`);
  console.log(`page  ${service.url}/`);
  console.log('A collection is in progress. Ctrl-C stops it, the service and the simulator.');
  // Ctrl-C reaches the service too, which stops in order.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => service.process.kill('SIGTERM'));
  const [status] = await once(service.process, 'exit');
  simulator.process.kill();
  process.exitCode = typeof status === 'number' ? status : 1;
}
