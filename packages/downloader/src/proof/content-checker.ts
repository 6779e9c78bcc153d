import { hash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { TapehaulError } from '@tapehaul/errors';
import { ThreadPool } from '../sums/thread-pool.ts';
import { checkContents } from './zip-contents.ts';
import { type ZipEntry, zipEntries } from './zip-entries.ts';

/** What was found out of a zip on disk. */
export interface CheckedContent {
  /** 64 hex digits. */
  readonly sha256: string;
  /** A TapehaulError `not_a_zip` or `zip_refused` that says what is wrong with the zip; null when nothing is. */
  readonly fault: TapehaulError | null;
}

/** Reads files on disk, each once, in threads where they are large. */
export interface ContentChecker {
  /** SHA-256 of a file as 64 hex digits. Rejects as {@link ContentChecker.check} does. */
  digest(path: string, bytes: number, signal: AbortSignal): Promise<string>;
  /**
   * Digest of a zip, and whether its content is what it states. Rejects with the error of the file system when the file cannot be
   * read, and soon once the signal aborts.
   */
  check(path: string, bytes: number, signal: AbortSignal): Promise<CheckedContent>;
  close(): Promise<void>;
}

/** Files up to this size, in bytes, are hashed here: to hand them to a thread takes as long. */
const SMALL = 64 * 1_024;

/** A checker with that many threads; by default as many as leave a core to the rest, at least one. */
export function contentChecker(threads?: number): ContentChecker {
  return checkerWith(new ThreadPool(threads));
}

/** A checker with the threads of a pool, which it closes. */
export function checkerWith(pool: ThreadPool): ContentChecker {
  return {
    async digest(path, bytes, signal) {
      if (bytes <= SMALL) return hash('sha256', await readFile(path, { signal }));
      const { sha256 } = await pool.sums({ path, hashed: true, spans: [] }, bytes, signal);
      if (sha256 === null) throw new Error(`${path} was not hashed`);
      return sha256;
    },
    async check(path, bytes, signal) {
      const entries = await zipEntries(path, bytes, signal).catch(faultOf);
      const spans = entries instanceof TapehaulError ? [] : entries.map(spanOf);
      const { sha256, contents } = await pool.sums({ path, hashed: true, spans }, bytes, signal);
      if (sha256 === null) throw new Error(`${path} was not hashed`);
      if (entries instanceof TapehaulError) return { sha256, fault: entries };
      try {
        checkContents(entries, contents);
        return { sha256, fault: null };
      } catch (thrown) {
        return { sha256, fault: faultOf(thrown) };
      }
    },
    close: () => pool.close(),
  };
}

function spanOf({ start, end, deflated, most }: ZipEntry) {
  return { start, end, deflated, most };
}

/** A fault of the zip itself; any other error is thrown. */
function faultOf(thrown: unknown): TapehaulError {
  if (thrown instanceof TapehaulError && FAULTS.has(thrown.code)) return thrown;
  throw thrown;
}

const FAULTS: ReadonlySet<string> = new Set(['not_a_zip', 'zip_refused']);
