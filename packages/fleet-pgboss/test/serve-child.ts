import { setTimeout as wait } from 'node:timers/promises';
import { refId } from '@tapehaul/fleet';
import { openPgboss } from '../src/index.ts';

// A worker that is killed: prints each batch that it begins, and never ends one.
const [url = ''] = process.argv.slice(2);
const engine = await openPgboss({ url, pollMs: 50, beatMs: 1_000 });
engine.serve(2, async (batch) => {
  console.log(refId(batch));
  await wait(600_000);
  return 'done';
});
