// Builds the orders of a file, and prints what that cost, the start of Node included.
import { readFile } from 'node:fs/promises';
import { buildMonth, duckdbWriter, type MonthOrder } from '@tapehaul/lake';

const [ordersPath = '', spill = ''] = process.argv.slice(2);
const orders: MonthOrder[] = JSON.parse(await readFile(ordersPath, 'utf8'));
const writer = await duckdbWriter({ staging: spill });
let bytes = 0;
for (const order of orders) {
  const building = buildMonth(order, { writer, signal: new AbortController().signal });
  for await (const partition of building) bytes += partition.bytes;
}
await writer.close();
const { user, system } = process.cpuUsage();
console.log(
  JSON.stringify({
    wallSeconds: performance.now() / 1_000,
    cpuSeconds: (user + system) / 1e6,
    peakMib: process.resourceUsage().maxRSS / 1_024,
    fileMb: bytes / 1e6,
  }),
);
