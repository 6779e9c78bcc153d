import type { RecordStore, RestoredRun, SharedRecords } from '@tapehaul/catalog';
import { type RecordServer, recordPlace, recordServerOf } from '@tapehaul/catalog-postgres/server';
import { sqliteRecords } from '@tapehaul/catalog-sqlite';
import { TapehaulError } from '@tapehaul/errors';

/** Records on PostgreSQL by the URL of their database: each has connections of its own. */
const shared = new Map<string, Promise<SharedRecords>>();

/**
 * Where records are kept: in the PostgreSQL that `TAPEHAUL_RECORD_URL` or `TAPEHAUL_RECORD_URL_FILE` names, else in a SQLite file in each
 * output directory. The environment is read by each call; what speaks to PostgreSQL is loaded by the first that needs it.
 */
async function store(): Promise<RecordStore> {
  const server = recordServerOf(process.env);
  return server === undefined ? sqliteRecords : sharedRecordsAt(server);
}

/**
 * The records of a database, with what machines that share them need. What speaks to PostgreSQL is loaded by the first call.
 */
export function sharedRecordsAt({ url }: RecordServer): Promise<SharedRecords> {
  const known = shared.get(url) ?? postgresRecordsAt(url);
  shared.set(url, known);
  return known;
}

async function postgresRecordsAt(url: string): Promise<SharedRecords> {
  const { postgresRecords } = await import('@tapehaul/catalog-postgres');
  return postgresRecords(url);
}

/** Opens a record, but makes none in a database where the directory has one in a file: it would know nothing of its runs. */
async function open(root: string): ReturnType<RecordStore['open']> {
  const chosen = await store();
  const inFile = (await chosen.find(root)) === undefined ? await recordLeftInFile(root) : undefined;
  if (inFile !== undefined) throw inFile;
  return chosen.open(root);
}

/**
 * Keeps the records of output directories: the one place that chooses which implementation does. Besides what {@link RecordStore}
 * says, each call throws or rejects with a TapehaulError `config_invalid` or `config_unreadable` where the environment names no database,
 * and opening rejects with `catalog_failed` where the record was not copied into the database yet.
 */
export const records: RecordStore = {
  locate(root: string) {
    const server = recordServerOf(process.env);
    return server === undefined ? sqliteRecords.locate(root) : recordPlace(server, root);
  },
  open,
  find: async (root: string) => (await store()).find(root),
  below: async (root: string) => (await store()).below(root),
  read: async (root: string) => (await store()).read(root),
  inspect: async (root: string) => (await store()).inspect(root),
  heldBy: async (root: string) => (await store()).heldBy(root),
  keptAside: async (root: string) => (await store()).keptAside(root),
  setAside: async (root: string) => (await store()).setAside(root),
  openDamaged: async (root: string) => (await store()).openDamaged(root),
  restoreRuns: async (root: string, runs: readonly RestoredRun[]) => (await store()).restoreRuns(root, runs),
};

/**
 * The error of a directory without a record in the database that the environment names, but with one in a file; undefined for any other.
 */
export async function recordLeftInFile(root: string): Promise<TapehaulError | undefined> {
  if (recordServerOf(process.env) === undefined) return undefined;
  if ((await sqliteRecords.find(root))?.isBlank !== false) return undefined;
  const path = sqliteRecords.locate(root);
  return new TapehaulError(
    'catalog_failed',
    `the record of ${root} is in the file ${path}, not in the database`,
    {
      facts: { path, directory: root },
      hint: `Copy it into the database: tapehaul migrate --from ${root}. Or unset TAPEHAUL_RECORD_URL to use the file.`,
    },
  );
}
