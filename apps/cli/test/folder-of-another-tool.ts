import { glob, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { collect, directory, output, serve, simulator, startCommand } from './collection.ts';

/** A folder that another tool has filled. */
export const other = () => join(directory, 'other');
/** Path of a day in it. */
export const zip = (day: string) => `data/spot/daily/klines/BTCUSDT/1h/BTCUSDT-1h-2025-07-${day}.zip`;
/** Paths of all zips below a folder. */
export const zipsBelow = (folder: string) => Array.fromAsync(glob('**/*.zip', { cwd: folder }));

/** A folder as Binance's own scripts leave it, with fifteen days; nothing in it is ours. */
export async function folderOfAnotherTool(): Promise<void> {
  await serve();
  await collect({ layout: 'archive', output_directory: other() });
  for (const ours of ['.tapehaul', '_runs']) await rm(join(other(), ours), { recursive: true });
  simulator.requests.clear();
}

/** Adopts that folder, and gives what was said of each file that is not simply adopted, and the summary. */
export async function adopt(...args: string[]) {
  const { stdout, stderr, exitCode } = await startCommand([
    'adopt',
    other(),
    '--dir',
    output,
    '--json',
    ...args,
  ]);
  const lines = stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
  return { exitCode, stderr, summary: lines.at(-1), files: lines.slice(0, -1) };
}
