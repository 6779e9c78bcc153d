import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root folder. */
export const repositoryFolder: string = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Where things go that are built, installed or made once; git ignores it. */
export const cacheFolder: string = join(repositoryFolder, '.cache');
