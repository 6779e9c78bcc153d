import type { RecordStore, RestoredRun } from '@tapehaul/catalog';
import type { Migrated } from '@tapehaul/catalog-postgres';
import { type RecordServer, recordPlace, recordServerOf } from '@tapehaul/catalog-postgres/server';
import { sqliteRecords } from '@tapehaul/catalog-sqlite';
import { TapehaulError } from '@tapehaul/errors';

/** Records on PostgreSQL by the URL of their database: each has connections of its own. */
const shared = new Map<string, Promise<RecordStore>>();

/**
 * Where records are kept: in the PostgreSQL that `TAPEHAUL_RECORD_URL` or `TAPEHAUL_RECORD_URL_FILE` names, else in a SQLite file in each
 * output directory. The environment is read by each call; what speaks to PostgreSQL is loaded by the first that needs it.
 */
async function store(): Promise<RecordStore> {
  const server = recordServerOf(process.env);
  if (server === undefined) return sqliteRecords;
  const known = shared.get(server.url) ?? postgresRecordsAt(server.url);
  shared.set(server.url, known);
  return known;
}

async function postgresRecordsAt(url: string): Promise<RecordStore> {
  const { postgresRecords } = await import('@tapehaul/catalog-postgres');
  return postgresRecords(url);
}

/**
 * Keeps the records of output directories: the one place that chooses which implementation does. Besides what {@link RecordStore}
 * says, each call throws or rejects with a TapehaulError `config_invalid` or `config_unreadable` where the environment names no database.
 */
export const records: RecordStore = {
  locate(root: string) {
    const server = recordServerOf(process.env);
    return server === undefined ? sqliteRecords.locate(root) : recordPlace(server, root);
  },
  find: async (root: string) => (await store()).find(root),
  below: async (root: string) => (await store()).below(root),
  open: async (root: string) => (await store()).open(root),
  read: async (root: string) => (await store()).read(root),
  inspect: async (root: string) => (await store()).inspect(root),
  heldBy: async (root: string) => (await store()).heldBy(root),
  keptAside: async (root: string) => (await store()).keptAside(root),
  setAside: async (root: string) => (await store()).setAside(root),
  openDamaged: async (root: string) => (await store()).openDamaged(root),
  restoreRuns: async (root: string, runs: readonly RestoredRun[]) => (await store()).restoreRuns(root, runs),
};

/**
 * The database that the environment names. Its URL holds the password. Throws a TapehaulError `config_invalid` where it names none,
 * `config_unreadable` where its file cannot be read.
 */
export function recordServerOfEnvironment(): RecordServer {
  const server = recordServerOf(process.env);
  if (server !== undefined) return server;
  throw new TapehaulError('config_invalid', 'no database is named: TAPEHAUL_RECORD_URL is not set', {
    hint: 'Set TAPEHAUL_RECORD_URL to its address, such as postgres://HOST:5432/DATABASE with user and password before HOST, or TAPEHAUL_RECORD_URL_FILE to a file that holds it.',
  });
}

/** Creates the tables of records in a database, or brings them up to date. Rejects as `migrateRecord` does. */
export async function migrateRecordOf({ url }: RecordServer): Promise<Migrated> {
  const { migrateRecord } = await import('@tapehaul/catalog-postgres');
  return migrateRecord(url);
}
