// Bundled by a test: builds the order in a file in a thread, and prints what was built.
import { readFile } from 'node:fs/promises';
import { type MonthOrder, startMonthThreads } from '../../src/index.ts';

const [orderPath = '', staging = ''] = process.argv.slice(2);
const order: MonthOrder = JSON.parse(await readFile(orderPath, 'utf8'));
const threads = await startMonthThreads({ staging });
for await (const partition of threads.build(order, { signal: new AbortController().signal })) {
  console.log(JSON.stringify(partition));
}
