import { addDays } from '@tapehaul/archive';
import { openCatalog } from '../src/index.ts';
import { builtDay } from './test-tables.ts';

// Builds the trades of symbols day by day, as a process of its own, and ends.
const [, , path = '', runId = '', days = '', ...symbols] = process.argv;
const catalog = openCatalog(path);
await catalog.startRun({ runId, flow: 'table-build', parameters: {} });
for (let day = 0; day < Number(days); day += 1) {
  for (const symbol of symbols) {
    catalog.recordPartition(...builtDay(runId, symbol, addDays('2025-01-01', day), 3));
  }
  if (day % 10 === 9) await catalog.settled();
}
await catalog.close();
