import { createDownloader } from '@tapehaul/downloader';
import { ENGINES } from '../faults/trial.ts';

/** Downloads objects, each made durable by itself, and prints their outcomes. */
const { source, target, keys } = JSON.parse(process.argv[2] ?? '');
const engines = [await ENGINES.s3(source)] as const;
const downloader = createDownloader({ engines, target, durability: 'file' });
for await (const outcome of downloader.download(keys.map((key: string) => ({ key })))) {
  console.log(JSON.stringify(outcome));
}
await downloader.close();
