import { AsyncLocalStorage } from 'node:async_hooks';
import { constants, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { RecordStore, RestoredRun, SharedRecords } from '@tapehaul/catalog';
import { type RecordServer, recordPlace, recordServerOf } from '@tapehaul/catalog-postgres/server';
import { sqliteRecords } from '@tapehaul/catalog-sqlite';
import { TapehaulError } from '@tapehaul/errors';
import * as z from 'zod';
import { STATE } from './directory.ts';

/** Records on PostgreSQL by the URL of their database: each has connections of its own. */
const shared = new Map<string, Promise<SharedRecords>>();

/** Whether records are kept in files, whatever the environment says. */
const inFiles = new AsyncLocalStorage<true>();

/** Does work whose records are kept in SQLite files in their output directories, also where the environment names a database. */
export function withRecordsInFiles<Result>(work: () => Promise<Result>): Promise<Result> {
  return inFiles.run(true, work);
}

/** The database that records are kept in; undefined where they are in files. Throws as {@link recordServerOf} does. */
function namedServer(): RecordServer | undefined {
  return inFiles.getStore() === true ? undefined : recordServerOf(process.env);
}

/**
 * Where records are kept: in the PostgreSQL that `TAPEHAUL_RECORD_URL` or `TAPEHAUL_RECORD_URL_FILE` names, else in a SQLite file in each
 * output directory. The environment is read by each call; what speaks to PostgreSQL is loaded by the first that needs it.
 */
async function store(): Promise<RecordStore> {
  const server = namedServer();
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

/**
 * Opens a record, but makes none where the directory has another one elsewhere, of whose runs it would know nothing: in a database, where one in a
 * file was not copied; in a file, where the record is in a database that the environment does not name.
 */
async function open(root: string): ReturnType<RecordStore['open']> {
  const server = namedServer();
  if (server === undefined) {
    const inDatabase = await recordLeftInDatabase(root);
    if (inDatabase !== undefined) throw inDatabase;
    return sqliteRecords.open(root);
  }
  const chosen = await sharedRecordsAt(server);
  const inFile = (await chosen.find(root)) === undefined ? await recordLeftInFile(root) : undefined;
  if (inFile !== undefined) throw inFile;
  const catalog = await chosen.open(root);
  await noteDatabase(root, server);
  return catalog;
}

/**
 * Keeps the records of output directories: the one place that chooses which implementation does. Besides what {@link RecordStore}
 * says, each call throws or rejects with a TapehaulError `config_invalid` or `config_unreadable` where the environment names no database,
 * and opening rejects with `catalog_failed` where the record was not copied into the database yet.
 */
export const records: RecordStore = {
  locate(root: string) {
    const server = namedServer();
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
  if (namedServer() === undefined) return undefined;
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

/**
 * The error of a directory whose record is in a database, where the environment names none; undefined for any other. What a file of it holds is
 * older.
 */
export async function recordLeftInDatabase(root: string): Promise<TapehaulError | undefined> {
  if (namedServer() !== undefined) return undefined;
  const database = await databaseOf(root);
  if (database === undefined) return undefined;
  const path = notePath(root);
  return new TapehaulError('catalog_failed', `the record of ${root} is in the database ${database}`, {
    facts: { directory: root, database, path },
    hint: `Set TAPEHAUL_RECORD_URL to the address of that database. To keep a record in a file from now on, remove ${path}.`,
  });
}

/** What an output directory says of the database that has its record. */
const noteSchema = z.object({ database: z.string() });

/** Writes a file anew, but no file that a link in its place leads to. */
const NO_LINK = constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC | constants.O_NOFOLLOW;

/** The file that says so. */
function notePath(root: string): string {
  return join(root, STATE, 'record.json');
}

/**
 * Notes in an output directory which database has its record, without user and password: a command that does not know the database begins no
 * second record there. A directory that cannot be written goes without.
 */
export async function noteDatabase(root: string, { place }: RecordServer): Promise<void> {
  if ((await databaseOf(root)) === place) return;
  const path = notePath(root);
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, `${JSON.stringify({ database: place })}\n`, { flag: NO_LINK });
  } catch {
    // Only a convenience: the record itself is in the database.
  }
}

/** The database that a directory notes; undefined where it notes none. */
async function databaseOf(root: string): Promise<string | undefined> {
  try {
    return noteSchema.parse(JSON.parse(await readFile(notePath(root), 'utf8'))).database;
  } catch {
    return undefined;
  }
}
