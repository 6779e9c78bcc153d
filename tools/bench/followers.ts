import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { startSimulator, syntheticSource } from '@tapehaul/archive-simulator';
import { execa } from 'execa';
import { cpuSeconds } from './download/measure/process-tree.ts';

import { smallFiles } from './small-files.ts';

/**
 * What followers of events cost a collection: the service as its own process, which collects small files from the archive
 * simulator, without followers and with 50 followers in turn, of each event or with `--view progress` of where the run stands;
 * medians of the rounds. `npm run bench:followers [-- --rounds 7 --files 3000 --followers 50 --view progress]`. Markdown goes to
 * stdout.
 */
const { values } = parseArgs({
  options: {
    files: { type: 'string', default: '3000' },
    rounds: { type: 'string', default: '7' },
    followers: { type: 'string', default: '50' },
    view: { type: 'string', default: 'full' },
  },
});
const [files, rounds, followers] = [values.files, values.rounds, values.followers].map(Number) as [
  number,
  number,
  number,
];
const { view } = values;
const command = join(import.meta.dirname, '../../apps/server/bin/tapehaul-server.js');

/** Follows in a thread of its own by reading and nothing else, and gives how many bytes each has read. */
const FOLLOW = `
  const { connect } = require('node:net');
  const { parentPort, workerData: { address, followers } } = require('node:worker_threads');
  const { hostname, port, pathname, search, host } = new URL(address);
  const follow = () => new Promise((resolve, reject) => {
    let bytes = 0;
    const socket = connect(Number(port), hostname);
    socket.write(\`GET \${pathname}\${search} HTTP/1.1\\r\\nHost: \${host}\\r\\nConnection: close\\r\\n\\r\\n\`);
    socket.on('data', (chunk) => { bytes += chunk.length; }).on('end', () => resolve(bytes)).on('error', reject);
  });
  Promise.all(Array.from({ length: followers }, follow)).then((counts) => parentPort.postMessage(counts));
`;

async function collect(url: string, directory: string, watched: number): Promise<number> {
  const config = { ...smallFiles(files), output_directory: directory };
  const answer = await fetch(`${url}/v1/runs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ config }),
  });
  const { run_id } = (await answer.json()) as { run_id: string };
  const address = `${url}/v1/runs/${run_id}/events`;
  const worker =
    watched === 0
      ? undefined
      : new Worker(FOLLOW, {
          eval: true,
          workerData: { address: `${address}?view=${view}`, followers: watched },
        });
  const read = worker === undefined ? undefined : once(worker, 'message');
  for await (const _ of (await fetch(address)).body ?? []);
  const [counts] = ((await read) ?? [[]]) as [number[]];
  // Each event has more than a byte; of its progress a run sends a few.
  const least = view === 'full' ? files : 1_000;
  if (counts.some((count) => count < least))
    throw new Error(`a follower has read ${Math.min(...counts)} bytes`);
  const shown = (await (await fetch(`${url}/v1/runs/${run_id}`)).json()) as {
    result: { collection_stats: { processing_time_seconds: number; successful_tasks: number } };
  };
  const { processing_time_seconds, successful_tasks } = shown.result.collection_stats;
  if (successful_tasks !== files) throw new Error(`${successful_tasks} of ${files} files came`);
  return processing_time_seconds;
}

/** What a collection took: seconds, and CPU seconds of the service. */
interface Cost {
  readonly seconds: number;
  readonly cpu: number;
}

const median = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0;

const data = await mkdtemp(join(tmpdir(), 'tapehaul-followers-'));
await using simulator = await startSimulator({ source: syntheticSource({ maxRows: 10 }) });
const server = execa(process.execPath, [command, '--port', '0', '--data', data], {
  reject: false,
  env: { TAPEHAUL_SOURCE_ENDPOINT: simulator.url },
});
try {
  const [line] = await once(createInterface(server.stdout), 'line');
  const [url = ''] = /http:\S+/.exec(String(line)) ?? [];
  await collect(url, 'first', 0);
  const [alone, watched]: [Cost[], Cost[]] = [[], []];
  const measured = async (directory: string, count: number): Promise<Cost> => {
    await execa('sync');
    const before = await cpuSeconds(server.pid ?? 0);
    const seconds = await collect(url, directory, count);
    return { seconds, cpu: (await cpuSeconds(server.pid ?? 0)) - before };
  };
  for (let round = 0; round < rounds; round += 1) {
    const both = [
      async () => alone.push(await measured(`alone${round}`, 0)),
      async () => watched.push(await measured(`watched${round}`, followers)),
    ];
    for (const one of round % 2 === 0 ? both : both.toReversed()) await one();
  }
  const row = (title: string, costs: readonly Cost[]): string => {
    const [seconds, cpu] = [costs.map((cost) => cost.seconds), costs.map((cost) => cost.cpu)];
    const shown = [median(seconds), Math.min(...seconds), median(cpu), Math.min(...cpu)];
    return `| ${title} | ${shown.map((number) => number.toFixed(2)).join(' | ')} |`;
  };
  console.log(
    `| ${files.toLocaleString('en')} files | seconds | least | CPU seconds of the service | least |`,
  );
  console.log('|---|---|---|---|---|');
  console.log(row('one follower', alone));
  console.log(row(`one and ${followers} more${view === 'full' ? '' : `, of its ${view}`}`, watched));
  const more = (of: (cost: Cost) => number): string => {
    const share = median(watched.map((cost, round) => of(cost) / of(alone[round] ?? cost))) - 1;
    return `${share < 0 ? '-' : '+'} ${Math.abs(share * 100).toFixed(1)} %`;
  };
  console.log(
    `\nBy round: ${more(({ seconds }) => seconds)}; of the service's CPU ${more(({ cpu }) => cpu)}.`,
  );
} finally {
  server.kill();
  await server;
  await rm(data, { recursive: true, force: true });
}
