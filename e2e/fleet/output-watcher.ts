import { createHash } from 'node:crypto';
import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const EVERY = 200;

/** Reads each file as soon as it is seen in an output directory, and compares its bytes with those that it should have. */
export class OutputWatcher {
  readonly #output: string;
  readonly #digests: ReadonlyMap<string, string>;
  readonly #seen = new Set<string>();
  readonly #wrong = new Set<string>();
  readonly #ended = new AbortController();
  readonly #watching: Promise<void>;

  constructor(output: string, digests: ReadonlyMap<string, string>) {
    this.#output = output;
    this.#digests = digests;
    this.#watching = this.#watch();
  }

  /** Reads all of them once more. Gives the paths of those that had other bytes, and of those that should not be there, or are missing. */
  async end(): Promise<string[]> {
    this.#ended.abort();
    await this.#watching;
    const last = await digestsBelow(this.#output);
    for (const [path, digest] of this.#digests) if (last.get(path) !== digest) this.#wrong.add(path);
    for (const path of last.keys()) if (!this.#digests.has(path)) this.#wrong.add(path);
    return [...this.#wrong];
  }

  async #watch(): Promise<void> {
    const { signal } = this.#ended;
    while (!signal.aborted) {
      for await (const path of filesBelow(this.#output)) {
        if (this.#seen.has(path)) continue;
        const digest = await digestOf(join(this.#output, path));
        if (digest === undefined) continue;
        this.#seen.add(path);
        if (digest !== this.#digests.get(path)) this.#wrong.add(path);
      }
      await sleep(EVERY, undefined, { signal }).catch(() => {});
    }
  }
}

/** Digests of the files of an output directory by path. */
export async function digestsBelow(output: string): Promise<Map<string, string>> {
  const digests = new Map<string, string>();
  for await (const path of filesBelow(output)) {
    const digest = await digestOf(join(output, path));
    if (digest !== undefined) digests.set(path, digest);
  }
  return digests;
}

/** Paths of the data files; each may be gone again. */
function filesBelow(output: string): AsyncIterable<string> {
  return glob('bronze/**/*.*', { cwd: output });
}

async function digestOf(path: string): Promise<string | undefined> {
  const content = await readFile(path).catch(() => undefined);
  return content && createHash('sha256').update(content).digest('hex');
}
