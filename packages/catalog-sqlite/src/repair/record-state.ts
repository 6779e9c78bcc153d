import { existsSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { RecordState } from '@tapehaul/catalog';
import { asTapehaulError } from '@tapehaul/errors';
import { guarded } from '../file/guarded.ts';
import { refuseOtherThanFile } from '../file/place-error.ts';
import { readCatalog } from '../reader/open-reader.ts';

/** Reads all of a record and gives its condition. Rejects with a TapehaulError where that cannot be found out. */
export async function recordState(path: string): Promise<RecordState> {
  guarded(path, () => refuseOtherThanFile(path));
  if (!existsSync(path)) return 'missing';
  if (statSync(path).size === 0) return 'empty';
  try {
    await readCatalog(path).close();
    const database = new DatabaseSync(path, { readOnly: true });
    try {
      const [found] = guarded(path, () => database.prepare('PRAGMA quick_check(1)').all());
      return found?.quick_check === 'ok' ? 'sound' : 'malformed';
    } finally {
      database.close();
    }
  } catch (thrown) {
    const error = asTapehaulError(thrown);
    if (error.code === 'catalog_malformed') return 'malformed';
    throw error;
  }
}
