import {
  closeSync,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { lstat, open, readFile, rename } from 'node:fs/promises';
import { errnoOf } from '../paths/errno.ts';
import { makeDirectory } from './make-directory.ts';

/** What is needed of a file's status. */
export interface FileStatus {
  readonly isFile: boolean;
  /** Whether it is a symbolic link, which is not followed. */
  readonly isLink: boolean;
  /** Size in bytes. */
  readonly size: number;
  readonly mtimeMs: number;
}

/** An operation that takes longer than this, in milliseconds, counts as slow. */
const SLOW_MS = 1;
/** Operations that are judged together. */
const WINDOW = 64;
/** Slow ones among them that make the disk a slow one. */
const TOLERATED = 16;
/** Operations that go to threads then, before the disk is judged anew; twice as many each time. */
const PROBATION = 256;

/**
 * Small operations on a file system, each done in the way that costs least. On a local disk a small write, a
 * rename or a new directory takes some 50 µs, a third of what it costs to hand it to a thread and wait; so it is
 * done at once.
 * Where such operations are slow, such as on a network file system, they would hold up everything else: once a
 * quarter of the latest ones took over a millisecond, those that follow go to threads. A disk may just have been busy:
 * after a while one is tried again, and later each time.
 */
export class PacedDisk {
  #seen = 0;
  #late = 0;
  /** Operations that are still to go to threads. */
  #threaded = 0;
  #probation = PROBATION;
  /** Whether the next operation that is not handed on is the one that is tried. */
  #onTrial = false;
  readonly #now: () => number;

  /** `now` gives the time in milliseconds. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Writes a new file and gives its modification time in milliseconds; rejects when the path exists. */
  async write(path: string, bytes: Uint8Array): Promise<number> {
    return this.#isSlow() ? written(path, bytes) : this.#timed(() => writtenAtOnce(path, bytes));
  }

  async rename(from: string, to: string): Promise<void> {
    return this.#isSlow() ? rename(from, to) : this.#timed(() => renameSync(from, to));
  }

  /** Makes a directory and those above it. */
  async makeDirectory(path: string): Promise<void> {
    if (this.#isSlow()) return makeDirectory(path);
    try {
      this.#timed(() => mkdirSync(path, { recursive: true }));
    } catch {
      // This one has the true reason.
      await makeDirectory(path);
    }
  }

  async read(path: string): Promise<Uint8Array> {
    return this.#isSlow() ? readFile(path) : this.#timed(() => readFileSync(path));
  }

  /** What stands at a path; undefined when nothing does. */
  async stat(path: string): Promise<FileStatus | undefined> {
    const found = this.#isSlow()
      ? await lstat(path).catch(absent)
      : this.#timed(() => {
          try {
            return lstatSync(path, { throwIfNoEntry: false });
          } catch (error) {
            return absent(error);
          }
        });
    if (found === undefined) return undefined;
    const { size, mtimeMs } = found;
    return { isFile: found.isFile(), isLink: found.isSymbolicLink(), size, mtimeMs };
  }

  #timed<Result>(operation: () => Result): Result {
    const started = this.#now();
    try {
      return operation();
    } finally {
      this.#seen += 1;
      const isSlow = this.#now() - started > SLOW_MS;
      if (isSlow) this.#late += 1;
      if (this.#late > TOLERATED || (isSlow && this.#onTrial)) {
        this.#threaded = this.#probation;
        this.#probation *= 2;
      }
      this.#onTrial = this.#threaded > 0;
      if (this.#seen === WINDOW || this.#threaded > 0) {
        this.#seen = 0;
        this.#late = 0;
      }
    }
  }

  #isSlow(): boolean {
    if (this.#threaded === 0) return false;
    this.#threaded -= 1;
    return true;
  }
}

async function written(path: string, bytes: Uint8Array): Promise<number> {
  const file = await open(path, 'wx');
  try {
    await file.writeFile(bytes);
    return (await file.stat()).mtimeMs;
  } finally {
    await file.close();
  }
}

function writtenAtOnce(path: string, bytes: Uint8Array): number {
  const file = openSync(path, 'wx');
  try {
    writeFileSync(file, bytes);
    return fstatSync(file).mtimeMs;
  } finally {
    closeSync(file);
  }
}

/** Nothing, for an error that says that nothing exists; any other is thrown. */
function absent(error: unknown): undefined {
  const code = errnoOf(error);
  if (code !== 'ENOENT' && code !== 'ENOTDIR') throw error;
}
