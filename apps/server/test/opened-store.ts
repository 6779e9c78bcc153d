import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach } from 'vitest';
import type { Job } from '../src/store/job.ts';
import { openStore, type StoreListeners } from '../src/store/open-store.ts';
import type { ServiceStore } from '../src/store/service-store.ts';
import { data } from './service.ts';

const stores: ServiceStore[] = [];
afterEach(() => {
  for (const store of stores.splice(0)) store.close();
});

/** Opens the store of the data folder; it is closed after the test. */
export async function open(listeners: Partial<StoreListeners> = {}): Promise<ServiceStore> {
  const store = await openStore(data, {
    onError: (error) => {
      throw error;
    },
    onLost: () => {},
    ...listeners,
  });
  stores.push(store);
  return store;
}

/** The file of the store. */
export const storePath = (): string => join(data, '.tapehaul-server', 'service.db');

/** Works on the file of the store beside it. */
export function tamper(work: (database: DatabaseSync) => void): void {
  const database = new DatabaseSync(storePath());
  try {
    work(database);
  } finally {
    database.close();
  }
}

/** A job, to continue a run. */
export const job = (run_id: string): Job => ({
  run_id,
  kind: 'resume',
  directory: join(data, 'btc'),
  config: null,
  origins: null,
  settings: {},
  max_bytes_per_second: null,
  plan: null,
  only: null,
  on: null,
  resumes: null,
  submitted_at: '2026-01-01T00:00:00.000Z',
  started_by: null,
  traceparent: null,
});

/** Writes a file of a former version of the service, such as `queue/x.json`. */
export async function writeFormer(file: string, value: unknown): Promise<void> {
  const path = join(dirname(storePath()), file);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, typeof value === 'string' ? value : JSON.stringify(value));
}
