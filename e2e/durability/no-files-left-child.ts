import { closeSync, existsSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { createDownloader } from '@tapehaul/downloader';
import { ENGINES } from '../faults/trial.ts';

/**
 * Downloads two objects, and prints both outcomes. As soon as the first is published all files that may be open are, and
 * stay so until its outcome has come.
 */
const { source, target, keys } = JSON.parse(process.argv[2] ?? '');
const engine = await ENGINES.s3(source);
const downloader = createDownloader({ engines: [engine], target, retry: { retries: 0, delaySeconds: 0 } });
const first = downloader.get({ key: keys[0] });
while (!existsSync(join(target, keys[0]))) await setImmediate();
const files = openAll();
const outcomes = [await first];
for (const file of files) closeSync(file);
outcomes.push(await downloader.get({ key: keys[1] }));
await downloader.close();
for (const outcome of outcomes) console.log(JSON.stringify(outcome));

function openAll(): number[] {
  const open: number[] = [];
  try {
    for (;;) open.push(openSync('/dev/null', 'r'));
  } catch {
    return open;
  }
}
