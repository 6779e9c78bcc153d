import { readSync, writeSync } from 'node:fs';
import { acceptDisputes } from '../src/index.ts';

/**
 * Accepts a disputed file in a process of its own, which is killed. Says `ready` once everything is checked and the file is about to be
 * put in place, and waits until it is allowed to.
 */
const [, , directory = '', key = ''] = process.argv;
const accepted = acceptDisputes(directory, {
  names: [key],
  by: 'ann',
  reason: 'rows agree',
  access: () => {
    writeSync(1, 'ready\n');
    readSync(0, Buffer.alloc(1));
    return {
      source: { credentials: 'anonymous', ownWays: [] },
      storage: { credentials: 'anonymous', ownWays: [] },
    };
  },
});
await Array.fromAsync(accepted);
