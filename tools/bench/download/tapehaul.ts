import { readFile, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join, resolve } from 'node:path';
import { repositoryFolder } from '@tapehaul/testkit';
import { CONNECTIONS, type Contender, type Run } from './contender.ts';
import { type CorpusSpec, lastDay } from './corpus.ts';
import { plainEnvironment } from './measure/environment.ts';
import { readMainThread, watching } from './measure/main-thread.ts';

/** The command in a clone of the repository. */
const COMMAND = 'apps/cli/bin/tapehaul.js';

/** Where the report on the main thread goes. */
const REPORT = 'main-thread.json';

/** Which engine a tapehaul contender uses, and what it is to say of every file. */
export interface TapehaulOptions {
  readonly engine: 'auto' | 's5cmd' | 's3';
  /** Path of the s5cmd program. */
  readonly s5cmd: string;
  readonly expect?: 'downloaded' | 'cached';
  /** How deep files are proved; `auto` by default. */
  readonly proof?: 'auto' | 'deep';
  /** Threads that prove; as many as it takes by itself by default. */
  readonly threads?: number;
  /** Whether its main thread is watched. */
  readonly watched?: boolean;
  /** Another clone of this repository, bundled, whose command runs in place of this one's. */
  readonly clone?: string;
}

/** The bundled tapehaul command. Its run is checked by what it reports: every file proved by its sidecar. */
export function tapehaul({
  engine,
  s5cmd,
  expect = 'downloaded',
  proof = 'auto',
  threads,
  watched = false,
  clone,
}: TapehaulOptions): Contender {
  const proving = proof === 'auto' ? '' : `, ${proof}`;
  const working = threads === undefined ? '' : `, ${threads} ${threads === 1 ? 'thread' : 'threads'}`;
  return {
    name: `tapehaul ${engine}${proving}${working}${clone === undefined ? '' : ', other clone'}`,
    ours: true,
    async command(run) {
      const program = resolve(clone ?? repositoryFolder, COMMAND);
      const config = join(run.folder, 'collection.json');
      await writeFile(
        config,
        JSON.stringify({
          ...configuration(run, engine),
          // An older clone may not know the key.
          ...(proof !== 'auto' && { proof }),
          proof_threads: threads,
        }),
      );
      // Started as people start it: by its first line, which requests the Node that is on PATH.
      const plain = plainEnvironment();
      const PATH = [dirname(process.execPath), plain.PATH].join(delimiter);
      const env = { ...plain, PATH, S5CMD_PATH: s5cmd };
      const args = ['collect', config, '--json'];
      if (!watched) return { program, args, env };
      const watch = watching(join(run.folder, REPORT));
      return {
        program: process.execPath,
        args: [...(await nodeOptions(program)), ...watch, program, ...args],
        env,
      };
    },
    check: (run) => checkReport(run, expect),
    ...(watched && { mainThread: ({ folder }: Run) => readMainThread(join(folder, REPORT)) }),
  };
}

/** The options of Node that the command's first line gives. */
async function nodeOptions(program: string): Promise<string[]> {
  const [first = ''] = (await readFile(program, 'utf8')).split('\n');
  return first.split(' ').filter((word) => word.startsWith('--'));
}

function configuration({ corpus, server, output }: Run, engine: TapehaulOptions['engine']): object {
  const { endpoint, bucket, region } = server;
  return {
    markets: ['spot'],
    symbols: corpus.symbols,
    ...seriesOf(corpus),
    partition: 'daily',
    planning: 'matrix',
    date_range: { start: corpus.first, end: lastDay(corpus) },
    layout: 'archive',
    output_directory: output,
    source: { endpoint, bucket, region },
    engine,
    enable_batch_mode: engine !== 's5cmd',
    max_parallel_downloads: CONNECTIONS,
    // A benchmark with failures is void; it must not wait for further rounds to say so.
    retry_attempts: 0,
  };
}

function seriesOf({ symbols: [symbol = ''], series }: CorpusSpec): object {
  const { dataType, interval } = series(symbol);
  return { data_types: [dataType], ...(interval !== null && { intervals: [interval] }) };
}

interface Line {
  readonly kind: string;
  readonly status: string;
  readonly proof?: string;
  /** What a second run takes from the record, without an event for each file. */
  readonly settled?: { readonly proved_files: number } | null;
  readonly collection_stats?: { readonly successful_tasks: number; readonly skipped_tasks: number };
}

async function checkReport({ corpus, folder }: Run, expect: 'downloaded' | 'cached'): Promise<void> {
  const text = await readFile(join(folder, 'stdout'), 'utf8');
  const lines = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
  const files = lines.filter(({ kind }) => kind === 'file');
  const result = lines.at(-1);
  const reported = files.filter(({ status, proof }) => status === expect && proof === 'sidecar').length;
  const proved = reported + (expect === 'cached' ? (result?.settled?.proved_files ?? 0) : 0);
  const stats = result?.collection_stats;
  const done = expect === 'downloaded' ? stats?.successful_tasks : stats?.skipped_tasks;
  const expected = corpus.keys.length;
  if (proved === expected && result?.status === 'completed' && done === expected) return;
  throw new Error(
    `${proved} of ${expected} files were ${expect} and proved\n${JSON.stringify(result).slice(0, 2_000)}`,
  );
}
