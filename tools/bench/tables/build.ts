// What building tables costs: CPU seconds, peak memory and size, for a day of aggregated trades, many small days, or a month of trades.
//   npm run bench:tables [-- day|small|month] [rows, or days]
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BuiltPartition, buildMonth, checkMonth, duckdbWriter, type MonthOrder } from '@tapehaul/lake';
import { execa } from 'execa';

const COUNTS: Readonly<Record<string, string>> = { day: '1500000', small: '1000', month: '40000000' };
const [scenario = 'day', count = COUNTS[scenario] ?? '', way = 'build'] = process.argv.slice(2);
const signal = new AbortController().signal;
const folder = await mkdtemp(join(process.env.TAPEHAUL_BENCH_FOLDER ?? tmpdir(), 'tapehaul-tables-'));

function figures(before: NodeJS.CpuUsage, began: number): Record<string, number> {
  const { user, system } = process.cpuUsage(before);
  return {
    wallSeconds: Number(((performance.now() - began) / 1_000).toFixed(2)),
    cpuSeconds: Number(((user + system) / 1e6).toFixed(2)),
    peakMib: Math.round(process.resourceUsage().maxRSS / 1_024),
  };
}

async function build(orders: readonly MonthOrder[]): Promise<BuiltPartition[]> {
  const writer = await duckdbWriter({ staging: join(folder, 'spill') });
  const built: BuiltPartition[] = [];
  for (const order of orders)
    for await (const partition of buildMonth(order, { writer, signal })) built.push(partition);
  await writer.close();
  return built;
}

async function check(orders: readonly MonthOrder[]): Promise<number> {
  let rows = 0;
  for (const order of orders)
    for await (const partition of checkMonth(order, { signal })) rows += partition.rows;
  return rows;
}

try {
  const maker = join(import.meta.dirname, 'make-orders-child.ts');
  await execa(process.execPath, ['--conditions=@tapehaul/source', maker, scenario, count, folder], {
    stdio: 'inherit',
  });
  const orders: MonthOrder[] = JSON.parse(await readFile(join(folder, 'orders.json'), 'utf8'));
  const zipBytes = orders.flatMap(({ sources }) => sources).reduce((sum, { bytes }) => sum + bytes, 0);
  const [before, began] = [process.cpuUsage(), performance.now()];
  if (way === 'check') {
    const rows = await check(orders);
    console.log(JSON.stringify({ scenario, count, way, rows, ...figures(before, began) }));
  } else {
    const built = await build(orders);
    const sum = (of: (partition: BuiltPartition) => number): number =>
      built.reduce((all, each) => all + of(each), 0);
    const sizes = {
      files: built.length,
      rows: sum(({ rows }) => rows),
      bytes: sum(({ bytes }) => bytes),
      zipBytes,
    };
    const findings = sum(({ findings: of }) => of.length);
    console.log(JSON.stringify({ scenario, count, ...sizes, findings, ...figures(before, began) }));
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
