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

/** Reads zips on disk, each once: its digest, and whether its content is what it states. */
export interface ContentChecker {
  /** Rejects with the error of the file system when the file cannot be read, and soon once the signal aborts. */
  check(path: string, bytes: number, signal: AbortSignal): Promise<CheckedContent>;
  close(): Promise<void>;
}

/** A checker with that many threads; by default as many as leave a core to the rest, at least one. */
export function contentChecker(threads?: number): ContentChecker {
  const pool = new ThreadPool(threads);
  return {
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
