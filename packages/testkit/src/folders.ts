import { join } from 'node:path';

/** The repository's root folder. */
export const repositoryFolder: string = join(import.meta.dirname, '../../..');

/** Where things go that are built, installed or made once; git ignores it. */
export const cacheFolder: string = join(repositoryFolder, '.cache');
