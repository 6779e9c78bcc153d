import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { storedBytes } from '@tapehaul/testkit/content';
import { type Corpus, type CorpusSpec, corpusOf } from './download/corpus.ts';
import { setting, table } from './download/markdown.ts';
import { findPrograms, type Programs, versionsOf } from './download/measure/programs.ts';
import { runRounds, scratchFolder } from './download/measure/rounds.ts';
import { median } from './download/result.ts';
import { gatewayWith, type Server, simulatorWith } from './download/server.ts';
import { tapehaul } from './download/tapehaul.ts';

/**
 * Which engine is faster for which size of objects: the tapehaul command with each, sidecars and proof
 * included. `npm run bench:engines [-- --rounds N] [--share 0.1]`; Markdown goes to stdout.
 */
const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '3' }, share: { type: 'string', default: '1' } },
});

/** Size classes: bytes of an object, and for how many days each of two symbols has one. */
const CLASSES = [
  { size: '7 kB', bytes: 7_000, days: 2_000 },
  { size: '100 kB', bytes: 100_000, days: 1_000 },
  { size: '1 MB', bytes: 1_000_000, days: 250 },
  { size: '10 MB', bytes: 10_000_000, days: 50 },
  { size: '100 MB', bytes: 100_000_000, days: 10 },
];

const SERVERS: readonly (readonly [name: string, serve: (corpus: Corpus) => Promise<Server>])[] = [
  ['versitygw', gatewayWith],
  ['simulator, 20 ms', (corpus) => simulatorWith(corpus, 20)],
];

function corpusSpec(bytes: number, days: number): CorpusSpec {
  return {
    name: `engines-${bytes}-bytes-${days}-days`,
    symbols: ['BTCUSDT', 'ETHUSDT'],
    series: (symbol) => ({ market: 'spot', dataType: 'trades', symbol, interval: null }),
    first: '2019-01-01',
    days,
    content: storedBytes(bytes),
  };
}

/** Median wall seconds of each engine. */
async function contest(
  corpus: Corpus,
  server: Server,
  { s5cmd }: Programs,
  scratch: string,
): Promise<[s3: number, s5cmd: number]> {
  const contenders = [tapehaul({ engine: 's3', s5cmd }), tapehaul({ engine: 's5cmd', s5cmd })];
  // Only few files may be removed between runs.
  const folders = corpus.keys.length > 1_000 ? 'fresh' : 'removed';
  const rounds = Number(values.rounds);
  const standings = await runRounds({ corpus, server, contenders, rounds, folders, scratch }, console.error);
  const [s3 = Number.NaN, other = Number.NaN] = standings.map(({ measurements }) =>
    median(measurements.map(({ wallSeconds }) => wallSeconds)),
  );
  return [s3, other];
}

async function main(): Promise<void> {
  const programs = await findPrograms();
  await using scratch = await scratchFolder();
  const rows: string[][] = [];
  for (const [name, serve] of SERVERS) {
    for (const { size, bytes, days } of CLASSES) {
      console.error(`${name}: ${size}`);
      const corpus = await corpusOf(corpusSpec(bytes, Math.max(1, Math.round(days * Number(values.share)))));
      await using server = await serve(corpus);
      const [s3, s5cmd] = await contest(corpus, server, programs, join(scratch.path, name, size));
      const count = corpus.keys.length;
      const speeds = [s3, s5cmd].map(
        (seconds) =>
          `${(count / seconds).toFixed(0)}/s, ${((count * bytes) / seconds / 1e6).toFixed(1)} MB/s`,
      );
      rows.push([
        name,
        `${count} × ${size}`,
        ...speeds,
        s3 <= s5cmd ? 's3' : 's5cmd',
        (s3 / s5cmd).toFixed(2),
      ]);
    }
  }
  console.log(`${setting(await versionsOf(programs))}\n`);
  console.log(table(['server', 'objects', 's3', 's5cmd', 'faster', 's3 / s5cmd, wall'], rows));
}

await main().catch((error: unknown) => {
  console.error(error instanceof Error ? `error: ${error.message}` : error);
  process.exitCode = 1;
});
