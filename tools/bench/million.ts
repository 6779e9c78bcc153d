import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { addDays } from '@tapehaul/archive';
import { startSimulator, syntheticSource } from '@tapehaul/archive-simulator';
import { execa } from 'execa';

/**
 * A run of a million planned files: how long the command takes to its first downloaded file, how long `resume`
 * takes to know what is left, and how much memory each needs. `npm run bench:million [-- --files 1000000]`. The
 * run is killed after its first files. Markdown goes to stdout.
 */
const { values } = parseArgs({ options: { files: { type: 'string', default: '1000000' } } });
const command = join(import.meta.dirname, '../../apps/cli/bin/tapehaul.js');
const INTERVALS = ['1m', '3m', '5m', '15m', '30m', '1h', '2h', '4h', '6h', '12h'];
const SYMBOLS = 100;

interface Life {
  readonly planned: number;
  /** Seconds from the start of the process. */
  readonly plannedAfter: number;
  readonly firstFileAfter: number;
  /** Seconds of CPU of the process by then, which other load of the machine does not stretch. */
  readonly plannedCpu: number;
  readonly firstFileCpu: number;
  /** Most resident memory, in MiB. */
  readonly resident: number;
}

/** Linux counts the time of a process in hundredths of a second. */
const TICKS = 100;

/** CPU seconds of a process, of the user and the system. */
function cpuOf(pid: number | undefined): number {
  const [user, system] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ').slice(11) ?? [];
  return (Number(user) + Number(system)) / TICKS;
}

async function lifeOf(args: readonly string[], endpoint: string, files: number): Promise<Life> {
  const started = performance.now();
  const after = (): number => (performance.now() - started) / 1_000;
  const env = { TAPEHAUL_SOURCE_ENDPOINT: endpoint };
  const child = execa(command, [...args, '--json'], { env, reject: false, buffer: false });
  let [planned, plannedAfter, firstFileAfter, plannedCpu, firstFileCpu, resident, seen] = [
    0, 0, 0, 0, 0, 0, 0,
  ];
  for await (const line of createInterface({ input: child.stdout })) {
    const event = JSON.parse(line);
    if (event.kind === 'planned') {
      [planned, plannedAfter, plannedCpu] = [event.files, after(), cpuOf(child.pid)];
    }
    if (event.kind === 'file' && seen === 0) [firstFileAfter, firstFileCpu] = [after(), cpuOf(child.pid)];
    if (event.kind === 'file') seen += 1;
    if (event.kind === 'result') throw new Error(`it ended: ${line.slice(0, 500)}`);
    if (seen < files) continue;
    const status = await readFile(`/proc/${child.pid}/status`, 'utf8');
    resident = Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1_024;
    child.kill('SIGKILL');
    break;
  }
  await child;
  return { planned, plannedAfter, firstFileAfter, plannedCpu, firstFileCpu, resident };
}

const directory = await mkdtemp(join(tmpdir(), 'tapehaul-million-'));
await using simulator = await startSimulator({ source: syntheticSource({ maxRows: 10 }) });
try {
  const days = Math.ceil(Number(values.files) / SYMBOLS / INTERVALS.length);
  const output = join(directory, 'out');
  const file = join(directory, 'config.json');
  const config = {
    output_directory: output,
    markets: ['spot'],
    symbols: ['BTCUSDT', ...Array.from({ length: SYMBOLS - 1 }, (_, n) => `C${n}USDT`)],
    data_types: ['klines'],
    intervals: INTERVALS,
    partition: 'daily',
    planning: 'matrix',
    date_range: { start: '2020-01-01', end: addDays('2020-01-01', days - 1) },
  };
  await writeFile(file, JSON.stringify(config));
  const lives = { collect: await lifeOf(['collect', file], simulator.url, 2_000) };
  const resumed = await lifeOf(['resume', '--dir', output], simulator.url, 2_000);
  console.log(
    '| | planned files | plan known after | CPU by then | first file after | CPU by then | most resident |',
  );
  console.log('|---|---|---|---|---|---|---|');
  const seconds = (value: number): string => `${value.toFixed(2)} s`;
  for (const [name, life] of Object.entries({ ...lives, resume: resumed })) {
    const { planned, plannedAfter, firstFileAfter, plannedCpu, firstFileCpu, resident } = life;
    const times = [plannedAfter, plannedCpu, firstFileAfter, firstFileCpu].map(seconds);
    const cells = [`\`${name}\``, planned.toLocaleString('en'), ...times, `${resident.toFixed(0)} MiB`];
    console.log(`| ${cells.join(' | ')} |`);
  }
} finally {
  await rm(directory, { recursive: true, force: true });
}
