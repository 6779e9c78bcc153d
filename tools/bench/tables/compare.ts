// A day of aggregated trades beside polars, by turns in processes of their own: CPU seconds, peak memory and size of the file.
//   npm run bench:compare-tables [-- rows] [rounds]
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MonthOrder } from '@tapehaul/lake';
import { findPython } from '@tapehaul/testkit/services';
import { execa } from 'execa';

interface Cost {
  readonly wallSeconds: number;
  readonly cpuSeconds: number;
  readonly peakMib: number;
  readonly fileMb: number;
}

const [rows = '1500000', rounds = '3'] = process.argv.slice(2);
const python = await findPython('readers', [
  'duckdb==2.0.1',
  'polars==2.1.0',
  'pyarrow==26.0.1',
  'pandas==3.1.1',
]);
const folder = await mkdtemp(join(tmpdir(), 'tapehaul-tables-'));

function ofSources(program: string, ...args: readonly string[]): Promise<{ readonly stdout: string }> {
  const path = join(import.meta.dirname, program);
  return execa(process.execPath, ['--conditions=@tapehaul/source', path, ...args]);
}

function show(name: string, { stdout }: { readonly stdout: string }): void {
  const cost: Cost = JSON.parse(stdout);
  const [wall, cpu] = [cost.wallSeconds.toFixed(1), cost.cpuSeconds.toFixed(2)];
  const load = loadavg()[0]?.toFixed(0);
  console.log(
    `| ${name} | ${cpu} | ${wall} | ${Math.round(cost.peakMib)} | ${cost.fileMb.toFixed(2)} | ${load} |`,
  );
}

try {
  await ofSources('make-orders-child.ts', 'day', rows, folder);
  const ordersPath = join(folder, 'orders.json');
  const orders: MonthOrder[] = JSON.parse(await readFile(ordersPath, 'utf8'));
  const zip = orders[0]?.sources[0]?.path ?? '';
  console.log('| program | CPU s | wall s | peak MiB | file MB | load |\n|---|---|---|---|---|---|');
  for (let round = 0; round < Number(rounds); round++) {
    show('tapehaul', await ofSources('build-orders-child.ts', ordersPath, join(folder, 'spill')));
    const polars = join(import.meta.dirname, 'polars-day.py');
    show('polars', await execa(python, [polars, zip, join(folder, 'polars.parquet')]));
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
