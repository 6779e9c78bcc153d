import { recordUpdates } from '@tapehaul/catalog';
import { sqliteRecords } from '../src/index.ts';

// Opens a record that an earlier version made, and stands still after its second turn, to be killed.
const [, , root = ''] = process.argv;
let turns = 0;
recordUpdates.subscribe(() => {
  turns += 1;
  if (turns < 2) return;
  process.send?.('halfway');
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
});
await sqliteRecords.open(root);
