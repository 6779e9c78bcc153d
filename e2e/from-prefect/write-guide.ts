import { readFile, writeFile } from 'node:fs/promises';
import { withBlocks } from './blocks.ts';
import { playScenes } from './played.ts';

/** Writes what the commands of `docs/from-prefect.md` print into its blocks. `npm run docs:from-prefect`. */
const page = new URL('../../docs/from-prefect.md', import.meta.url);
await using played = await playScenes();
await writeFile(page, withBlocks(await readFile(page, 'utf8'), played.printed));
