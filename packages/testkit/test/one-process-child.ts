import { appendFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { oneProcess } from '../src/one-process.ts';

// Notes in a file when it begins and ends its work; with `die` it ends in the middle of it.
const [lock = '', notes = '', how = ''] = process.argv.slice(2);
await oneProcess(lock, async () => {
  appendFileSync(notes, `begin ${process.pid}\n`);
  if (how === 'die') process.kill(process.pid, 'SIGKILL');
  await sleep(20);
  appendFileSync(notes, `end ${process.pid}\n`);
});
