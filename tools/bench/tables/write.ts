// Writes a day of 1.5 M aggregated trades: CPU seconds, peak memory and size of the file, by threads and numbers.
//   npm run bench:write-tables [rows] [threads] [double|decimal]
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { duckdbWriter } from '@tapehaul/lake';
import { aggTrades } from './agg-trades.ts';

const [rows = '1500000', threads = '1', numbers = 'double'] = process.argv.slice(2);
const folder = await mkdtemp(join(tmpdir(), 'tapehaul-bench-'));
try {
  const table = aggTrades(Number(rows), numbers === 'decimal' ? 'decimal' : 'double');
  const writer = await duckdbWriter({ staging: join(folder, 'spill'), threads: Number(threads) });
  const path = join(folder, 'day.parquet');
  const before = process.cpuUsage();
  const began = performance.now();
  await writer.write(table, { path, metadata: { table: 'aggTrades' } }, new AbortController().signal);
  const wall = (performance.now() - began) / 1_000;
  const { user, system } = process.cpuUsage(before);
  await writer.close();
  const { size } = await stat(path);
  console.log(
    JSON.stringify({
      rows: Number(rows),
      threads: Number(threads),
      numbers,
      wallSeconds: Number(wall.toFixed(2)),
      cpuSeconds: Number(((user + system) / 1_000_000).toFixed(2)),
      peakMib: Math.round(process.resourceUsage().maxRSS / 1_024),
      fileMb: Number((size / 1e6).toFixed(2)),
    }),
  );
} finally {
  await rm(folder, { recursive: true, force: true });
}
