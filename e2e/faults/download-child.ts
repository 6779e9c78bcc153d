import { glob } from 'node:fs/promises';
import { createDownloader } from '@tapehaul/downloader';
import { ENGINES } from './trial.ts';

/** Downloads as its argument says and prints each outcome; ends with an error when a partial file is left. */
const { name, source, target, keys } = JSON.parse(process.argv[2] ?? '');
const engine = await ENGINES[name as keyof typeof ENGINES](source);
const downloader = createDownloader({ engines: [engine], target, retry: { retries: 0, delaySeconds: 0 } });
const inPlace: string[] = [];
for await (const outcome of downloader.download(keys.map((key: string) => ({ key })))) {
  if (outcome.status === 'downloaded') inPlace.push(outcome.path, `${outcome.path}.CHECKSUM`);
  console.log(JSON.stringify(outcome));
}
await downloader.close();
const found = await Array.fromAsync(glob('**/*.{zip,CHECKSUM}', { cwd: target }));
const stray = found.filter((path) => !inPlace.includes(path));
if (stray.length > 0) throw new Error(`left behind: ${stray.join(', ')}`);
