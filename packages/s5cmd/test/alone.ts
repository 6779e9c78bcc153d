// Runs the engine in a process of its own: `node alone.ts {"options":{…},"directory":"…","keys":["…"]}`.
// Prints a line for each outcome and report as it comes, and stays until stdin ends, whatever SIGINT says.
import { once } from 'node:events';
import { join } from 'node:path';
import { asTapehaulError } from '@tapehaul/errors';
import { s5cmdEngine } from '../src/index.ts';

process.on('SIGINT', () => {});
const { options, directory, keys } = JSON.parse(process.argv[2] ?? '');
const print = (what: object): boolean => process.stdout.write(`${JSON.stringify(what)}\n`);
const engine = s5cmdEngine({ ...options, onBatch: (report) => print({ report }) });
await Promise.all(
  keys.map(async (key: string, index: number) => {
    try {
      const path = join(directory, `${index}`);
      print({ received: await engine.get({ key, path }, new AbortController().signal) });
    } catch (thrown) {
      print({ error: asTapehaulError(thrown) });
    }
  }),
);
print({ settled: keys.length });
await once(process.stdin.resume(), 'end');
await engine.close();
