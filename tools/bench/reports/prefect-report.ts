import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { startSimulator, syntheticSource } from '@tapehaul/archive-simulator';
import { startPrefect, startStandIn } from '@tapehaul/testkit/prefect';
import { execa } from 'execa';
import { plainEnvironment } from '../download/measure/environment.ts';
import { type Measurement, measure } from '../download/measure/measure.ts';
import { cpuSeconds } from '../download/measure/process-tree.ts';
import { smallFiles } from '../small-files.ts';

/**
 * What `--report prefect` costs: `tapehaul collect` of small files without it, with it to a real Prefect server on this machine, and
 * to an address where nothing listens; in turn, the medians compared by round. From an archive that answers 20 ms late, as the real
 * one does at best, and from one that answers at once. `npm run bench:prefect-report [-- --rounds 7 --files 2000]`. Markdown goes to stdout.
 */
const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '7' }, files: { type: 'string', default: '2000' } },
});
const files = Number(values.files);
const command = join(import.meta.dirname, '../../../apps/cli/bin/tapehaul.js');
const report = ['--report', 'prefect'];

/** A way to collect, and what it took in each round. */
interface Way {
  readonly name: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly rounds: Measurement[];
}

const median = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0;

/** A row of a way: medians, and how much more than the first way in the same round. */
function row({ name, rounds }: Way, without: readonly Measurement[]): string {
  const more = (of: (measurement: Measurement) => number): string => {
    const shares = rounds.map((round, at) => {
      const other = without[at];
      return other === undefined ? 0 : (of(round) / of(other) - 1) * 100;
    });
    return `${median(shares).toFixed(1)} %`;
  };
  const wall = ({ wallSeconds }: Measurement): number => wallSeconds;
  const cpu = ({ cpuSeconds: seconds }: Measurement): number => seconds;
  const cells = [
    median(rounds.map(wall)).toFixed(2),
    more(wall),
    median(rounds.map(cpu)).toFixed(2),
    more(cpu),
  ];
  return `| ${[name, ...cells].join(' | ')} |`;
}

const directory = await mkdtemp(join(tmpdir(), 'tapehaul-prefect-report-'));
await using prefect = await startPrefect();
try {
  const config = join(directory, 'config.json');
  await writeFile(config, JSON.stringify(smallFiles(files)));
  const down = await startStandIn();
  await down[Symbol.asyncDispose]();
  const plain = plainEnvironment();
  const PATH = [dirname(process.execPath), plain.PATH ?? ''].join(delimiter);
  for (const latencyMs of [20, 0]) {
    await using simulator = await startSimulator({ source: syntheticSource({ maxRows: 10 }), latencyMs });
    const env = { ...plain, PATH, TAPEHAUL_SOURCE_ENDPOINT: simulator.url };
    const ways: readonly Way[] = [
      { name: 'without a report', args: [], env, rounds: [] },
      { name: 'with a report', args: report, env: { ...env, PREFECT_API_URL: prefect.apiUrl }, rounds: [] },
      {
        name: 'to a server that is down',
        args: report,
        env: { ...env, PREFECT_API_URL: down.apiUrl },
        rounds: [],
      },
    ];
    let runs = 0;
    let serverSeconds = 0;
    for (let round = -1; round < Number(values.rounds); round += 1) {
      // In turn who goes first: the machine grows faster and slower by the minute.
      const order = ways
        .map((_, at) => ways[(at + round + ways.length) % ways.length])
        .filter((way) => way !== undefined);
      for (const way of order) {
        runs += 1;
        await execa('sync');
        const fresh = `output_directory=${join(directory, `out-${latencyMs}-${runs}`)}`;
        const before = await cpuSeconds(prefect.pid);
        const program = {
          program: command,
          args: ['collect', config, '--json', '--set', fresh, ...way.args],
          env: way.env,
        };
        const measured = await measure(program, process.pid, directory);
        if (round < 0) continue;
        way.rounds.push(measured);
        if (way.name === 'with a report') serverSeconds += (await cpuSeconds(prefect.pid)) - before;
      }
    }
    const without = ways[0]?.rounds ?? [];
    console.log(
      `\n${files.toLocaleString('en')} files, answers ${latencyMs === 0 ? 'at once' : `${latencyMs} ms late`}; Prefect's server: ${(serverSeconds / Number(values.rounds)).toFixed(1)} CPU seconds a run\n`,
    );
    console.log('| | seconds | more, by round | CPU seconds | more, by round |\n|---|---|---|---|---|');
    for (const way of ways) console.log(row(way, without));
  }
} finally {
  await rm(directory, { recursive: true, force: true });
}
