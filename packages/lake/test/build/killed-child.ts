// Builds the order in a file, and is killed once the first table is staged: before anything is published.
import { readFile } from 'node:fs/promises';
import { buildMonth, duckdbWriter, type MonthOrder, type TableWriter } from '../../src/index.ts';

const [orderPath = '', spill = ''] = process.argv.slice(2);
const order: MonthOrder = JSON.parse(await readFile(orderPath, 'utf8'));
const duckdb = await duckdbWriter({ staging: spill });
const writer: TableWriter = {
  version: duckdb.version,
  async write(rows, file, signal) {
    await duckdb.write(rows, file, signal);
    process.kill(process.pid, 'SIGKILL');
  },
  close: () => duckdb.close(),
};
for await (const { path } of buildMonth(order, { writer, signal: new AbortController().signal }))
  console.log(path);
