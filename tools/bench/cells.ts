import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { addDays } from '@tapehaul/archive';
import { startSimulator, syntheticSource } from '@tapehaul/archive-simulator';
import { parseConfig } from '@tapehaul/config';
import { ArchiveCollectionWorkflow } from '@tapehaul/workflow';
import { createServer } from '../../apps/server/src/server.ts';
import { CellWriter } from '../../packages/catalog-sqlite/src/cells/cell-writer.ts';
import { makeWideCoverage } from './records/wide-coverage.ts';

/**
 * What the kept state of each day costs: answers of the service over 500 series of 2,500 days with scattered faults, the
 * slowest of ten; and the share of writing it in a collection of 5,000 files from the archive simulator.
 * `npm run bench:cells [-- --series 500 --days 2500 --files 5000 --missing 0.9]`. Markdown goes to stdout.
 */
const { values } = parseArgs({
  options: {
    series: { type: 'string', default: '500' },
    days: { type: 'string', default: '2500' },
    files: { type: 'string', default: '5000' },
    missing: { type: 'string', default: '0.9' },
  },
});
const [SERIES, DAYS, FILES] = [Number(values.series), Number(values.days), Number(values.files)];

async function answers(data: string): Promise<void> {
  await makeWideCoverage(join(data, 'lake'), { series: SERIES, days: DAYS, missing: Number(values.missing) });
  const server = await createServer({ data });
  const questions = {
    'cells of all days': `/v1/coverage/cells?output_directory=lake&limit=1000`,
    'days held and expected, by month': `/v1/coverage/cells?output_directory=lake&limit=1000&unit=month`,
    'cells of one series': '/v1/coverage/cells?output_directory=lake&series=spot/klines/C77USDT',
    'the hundred longest holes': '/v1/coverage/holes?output_directory=lake',
  };
  console.log(`| question over ${SERIES} series × ${DAYS} days | CPU, median of ten | most | size | sent |`);
  console.log('|---|---|---|---|---|');
  for (const [question, url] of Object.entries(questions)) {
    const times: number[] = [];
    let [sent, isPacked]: [Buffer, boolean] = [Buffer.of(), false];
    for (let round = 0; round < 10; round += 1) {
      const before = process.cpuUsage();
      const answer = await server.inject({ url, headers: { 'accept-encoding': 'gzip' } });
      sent = answer.rawPayload;
      isPacked = answer.headers['content-encoding'] === 'gzip';
      const { user, system } = process.cpuUsage(before);
      times.push((user + system) / 1_000);
    }
    times.sort((a, b) => a - b);
    const [median = 0, slowest = 0] = [times[5], times.at(-1)];
    const sizes = [isPacked ? gunzipSync(sent).length : sent.length, sent.length].map(
      (bytes) => `${(bytes / 1_000).toFixed(1)} kB`,
    );
    console.log(
      `| ${question} | ${median.toFixed(0)} ms | ${slowest.toFixed(0)} ms | ${sizes.join(' | ')} |`,
    );
  }
  await server.close();
}

/** Milliseconds that the methods of a class took. */
function timed(methods: readonly ('mark' | 'span' | 'file' | 'write')[]): () => number {
  let spent = 0;
  let depth = 0;
  for (const name of methods) {
    const made: (...given: never[]) => unknown = CellWriter.prototype[name];
    Object.defineProperty(CellWriter.prototype, name, {
      value(this: CellWriter, ...given: never[]): unknown {
        const start = performance.now();
        depth += 1;
        try {
          return made.apply(this, given);
        } finally {
          depth -= 1;
          if (depth === 0) spent += performance.now() - start;
        }
      },
    });
  }
  return () => spent;
}

async function collection(output: string): Promise<void> {
  const simulator = await startSimulator({ source: syntheticSource({ maxRows: 10 }) });
  const spent = timed(['mark', 'span', 'file', 'write']);
  const symbols = ['BTCUSDT', 'ETHUSDT', 'BNBUSDT', 'SOLUSDT', 'XRPUSDT'];
  const config = parseConfig({
    markets: ['spot'],
    symbols,
    data_types: ['klines'],
    intervals: ['1h'],
    partition: 'daily',
    date_range: { start: '2022-01-01', end: addDays('2022-01-01', Math.ceil(FILES / symbols.length) - 1) },
    engine: 's3',
    output_directory: output,
    source: { endpoint: simulator.url },
  });
  const [start, before] = [performance.now(), process.cpuUsage()];
  const { metadata } = await new ArchiveCollectionWorkflow(config).execute();
  const seconds = (performance.now() - start) / 1_000;
  const { user, system } = process.cpuUsage(before);
  await simulator.close();
  const cpu = (user + system) / 1e6;
  const share = ((spent() / 1_000 / seconds) * 100).toFixed(2);
  console.log(
    `\nA collection of ${JSON.stringify(metadata.files)}: ${seconds.toFixed(1)} s, ${cpu.toFixed(1)} s of CPU.`,
  );
  console.log(`Keeping the state of each day took ${spent().toFixed(0)} ms, ${share} % of the time.`);
}

const data = await mkdtemp(join(tmpdir(), 'tapehaul-cells-'));
try {
  await answers(data);
  await collection(join(data, 'collected'));
} finally {
  await rm(data, { recursive: true, force: true });
}
