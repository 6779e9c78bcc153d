import { writeSync } from 'node:fs';
import { buildTables } from '../src/index.ts';
import { everything } from './everything.ts';

/** Builds tables in a process of its own, which is killed. Says `table` once the first one is in place. */
const [, , directory = ''] = process.argv;
await buildTables(directory, {
  ...everything,
  onEvent: ({ kind }) => {
    if (kind !== 'table') return;
    writeSync(1, 'table\n');
    // The next one does not begin before this process is killed.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20_000);
  },
});
