import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { TABLES_FOLDER } from '@tapehaul/tables';
import { localSources } from '../../../storage/source-files.ts';
import { fileDigest, nothingThere } from '../../file-digest.ts';
import { walkFolder } from '../../walk-folder.ts';
import type { StoredTables } from './stored-tables.ts';

/** The tables below an output directory; `root` is its absolute path. */
export function localStoredTables(root: string): StoredTables {
  return {
    digest: (path, signal) => fileDigest(join(root, path), signal),
    exists: async (path) => (await stat(join(root, path)).catch(nothingThere)) !== null,
    async *all(signal) {
      const folder = join(root, TABLES_FOLDER);
      if (!existsSync(folder)) return;
      for await (const { path, kind } of walkFolder(folder, () => false, signal))
        yield { path: `${TABLES_FOLDER}/${path}`, kind };
    },
    locate: (path) => join(root, path),
    sources: () => localSources(root),
  };
}
