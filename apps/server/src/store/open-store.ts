import { dirname, join, resolve } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { TapehaulError } from '@tapehaul/errors';
import { openToWrite, otherThanFile } from '@tapehaul/sqlite';
import { FormerFiles } from './former-files.ts';
import { inUse, OwnerLease, refuseWhileOwned } from './owner-lease.ts';
import { storeSchema } from './schema.ts';
import type { ServiceStore } from './service-store.ts';
import { SqliteStore } from './sqlite-store.ts';
import { damagedStore, guarded } from './store-errors.ts';

/** Who receives what happens to a store. */
export interface StoreListeners {
  /** Receives an error for each job or file that cannot be read. */
  readonly onError: (error: unknown) => void;
  /** Called when another process has taken this one for dead, and owns the store now. */
  readonly onLost: () => void;
}

/**
 * Opens the store of the service in a data folder, made where there is none, as its one owner; takes over what former versions kept
 * in files. Rejects with a TapehaulError `output_in_use`, which names the owner, while a living service has it, `config_invalid` when the
 * folder cannot be one of ours, `store_malformed` when the store is damaged, `store_newer` when a newer version made it, and
 * `store_failed` when it cannot be read or written.
 */
export async function openStore(folder: string, { onError, onLost }: StoreListeners): Promise<ServiceStore> {
  const data = resolve(folder);
  const path = join(data, '.tapehaul-server', 'service.db');
  const files = new FormerFiles(dirname(path), onError);
  const database = openFile(path, data);
  const lease = new OwnerLease(database, data);
  try {
    guarded(path, () => requireSound(database, path));
    const former = await files.owner();
    if (former !== undefined) throw inUse(data, former);
    guarded(path, () => lease.claim(onLost));
    const store = new SqliteStore({ path, database, lease, onError });
    await store.takeOver(files);
    return store;
  } catch (error) {
    lease.release();
    database.close();
    throw error;
  }
}

function openFile(path: string, data: string): DatabaseSync {
  const schema = storeSchema(path, (database) => refuseWhileOwned(database, data));
  return guarded(
    path,
    () => {
      const other = otherThanFile(path);
      if (other !== undefined) throw unusable(data, `${other.path} is ${other.kind}, expected a file`);
      return openToWrite(path, schema, 'FULL');
    },
    (cause) => unusable(data, cause.message, cause),
  );
}

/** Throws a TapehaulError `store_malformed` when a page or an index of a store is damaged. */
function requireSound(database: DatabaseSync, path: string): void {
  const [first] = Object.values(database.prepare('PRAGMA quick_check(1)').get() ?? {});
  if (first !== 'ok') throw damagedStore(path, String(first));
}

function unusable(data: string, reason: string, cause?: unknown): TapehaulError {
  return new TapehaulError('config_invalid', `the data folder ${data} cannot be used: ${reason}`, {
    cause,
    hint: 'Give a folder that can be written, or one that can be made: --data DIRECTORY.',
  });
}
