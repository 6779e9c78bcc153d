import { freeBytes } from './free-bytes.ts';

/** Result codes of SQLite (sqlite.org/rescode.html); the low byte of `errcode` is the primary one. */
const BUSY = 5;
const IO_ERROR = 10;
const CORRUPT = 11;
const FULL = 13;
const NOT_A_DATABASE = 26;
/** A file ends too early. */
const IO_SHORT_READ = 522;
/** Where fewer bytes are free, a fault of the file system is for want of room. */
const NO_ROOM = 16_384;

/** Whether an error is one of SQLite or of the file system, and not of the work that was done meanwhile. */
export function isStorageError(error: unknown): error is Error {
  if (!(error instanceof Error) || !('code' in error)) return false;
  return error.code === 'ERR_SQLITE_ERROR' || 'syscall' in error;
}

/** Whether an error says that another process has the file locked. */
export function isBusy(error: unknown): boolean {
  return primaryCode(error) === BUSY;
}

/** Whether an error says that the database was closed before. */
export function isClosed(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_INVALID_STATE';
}

/**
 * Whether an error says that a file is no SQLite database, that a page of it is damaged, or that a table or column is missing
 * which a file of the present schema has.
 */
export function isDamaged(error: Error): boolean {
  const isBroken =
    errorCode(error) === IO_SHORT_READ || [CORRUPT, NOT_A_DATABASE].includes(primaryCode(error) ?? 0);
  return isBroken || /^no such (table|column)|^table \S+ (already exists|has no column)/.test(error.message);
}

/** Whether an error says that the disk of a database is full: SQLite calls it a fault of the file system where no page fits. */
export function isFull(path: string, error: Error): boolean {
  const code = primaryCode(error);
  if (code === IO_ERROR) return (freeBytes(path) ?? NO_ROOM) < NO_ROOM;
  return code === FULL || ('code' in error && error.code === 'ENOSPC');
}

function primaryCode(error: unknown): number | undefined {
  const code = errorCode(error);
  return code === undefined ? undefined : code & 0xff;
}

function errorCode(error: unknown): number | undefined {
  return error instanceof Error && 'errcode' in error ? Number(error.errcode) : undefined;
}
