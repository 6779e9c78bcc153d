import { setTimeout as wait } from 'node:timers/promises';
import { refId } from '@tapehaul/fleet';
import { openTemporal } from '../src/index.ts';

// A worker that is killed, or stands still: prints each batch that it begins, and whose signal aborts; never ends one.
const [address = '', taskQueue = ''] = process.argv.slice(2);
const engine = await openTemporal({ address, taskQueue, beatMs: 500 });
engine.serve(2, async (batch, { signal }) => {
  console.log(`begun ${refId(batch)}`);
  await wait(600_000, undefined, { signal }).catch(() => {});
  console.log(`aborted ${refId(batch)}`);
  return 'again';
});
