import { statSync } from 'node:fs';
import { TapehaulError } from '@tapehaul/errors';

/**
 * The file of a record that is open, and its write-ahead log: SQLite continues to write to files that were deleted, or that
 * others have taken the place of, and nobody would find what it writes.
 */
export class RecordFile {
  readonly #path: string;
  readonly #known = new Map<string, string>();

  /** To be made right after the file was opened. */
  constructor(path: string) {
    this.#path = path;
    this.check();
  }

  /** Throws a TapehaulError `catalog_failed` when the file was deleted or replaced since it was opened. */
  check(): void {
    for (const path of [this.#path, `${this.#path}-wal`]) {
      const known = this.#known.get(path);
      const found = statSync(path, { throwIfNoEntry: false });
      const now = found === undefined ? undefined : `${found.dev}:${found.ino}`;
      if (known === undefined) {
        // The log comes with the first transaction.
        if (now !== undefined) this.#known.set(path, now);
      } else if (now !== known) throw lost(path, now === undefined ? 'deleted' : 'replaced');
    }
  }
}

function lost(path: string, what: 'deleted' | 'replaced'): TapehaulError {
  return new TapehaulError(
    'catalog_failed',
    `the record ${path} was ${what} while this process was using it`,
    {
      facts: { path, what },
      hint: 'The data files stay in place. Collect again, or run tapehaul repair: both prove and record them anew.',
    },
  );
}
