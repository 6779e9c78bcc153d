// A day of aggregated trades, or a month of candles, beside polars, by turns in processes of their own: CPU seconds, peak memory and
// size of the file. Ours is bundled, as it is installed.
//   npm run bench:compare-tables [-- day|candles] [rows] [rounds]
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MonthOrder } from '@tapehaul/lake';
import { findPython } from '@tapehaul/testkit/services';
import { execa } from 'execa';
import { rolldown } from 'rolldown';

interface Cost {
  readonly wallSeconds: number;
  readonly cpuSeconds: number;
  readonly peakMib: number;
  readonly fileMb: number;
}

const [scenario = 'day', rows = '1500000', rounds = '3'] = process.argv.slice(2);
const python = await findPython('readers', [
  'duckdb==2.0.1',
  'polars==2.1.0',
  'pyarrow==26.0.1',
  'pandas==3.1.1',
]);
const folder = await mkdtemp(join(tmpdir(), 'tapehaul-tables-'));

/** Bundles a program of this folder below the packages, where DuckDB is found; gives its path. */
async function bundled(name: string): Promise<string> {
  const dir = join(import.meta.dirname, '../../../node_modules/.cache/tapehaul-bench');
  const built = await rolldown({
    input: join(import.meta.dirname, `${name}.ts`),
    platform: 'node',
    external: [/^@duckdb\//],
    resolve: { conditionNames: ['@tapehaul/source', 'node', 'import', 'default'] },
  });
  await built.write({ dir, entryFileNames: '[name].mjs', format: 'esm' });
  return join(dir, `${name}.mjs`);
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
  const maker = join(import.meta.dirname, 'make-orders-child.ts');
  await execa(process.execPath, ['--conditions=@tapehaul/source', maker, scenario, rows, folder]);
  const builder = await bundled('build-orders-child');
  const ordersPath = join(folder, 'orders.json');
  const orders: MonthOrder[] = JSON.parse(await readFile(ordersPath, 'utf8'));
  const zip = orders[0]?.sources[0]?.path ?? '';
  console.log('| program | CPU s | wall s | peak MiB | file MB | load |\n|---|---|---|---|---|---|');
  for (let round = 0; round < Number(rounds); round++) {
    show('tapehaul', await execa(process.execPath, [builder, ordersPath, join(folder, 'spill')]));
    const polars = join(import.meta.dirname, 'polars-file.py');
    show('polars', await execa(python, [polars, scenario, zip, join(folder, 'polars.parquet')]));
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
