import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TapehaulError } from '@tapehaul/errors';
import { afterEach, beforeEach } from 'vitest';
import { createDownloader, type Downloader, type DownloaderOptions } from '../src/index.ts';
import { ArchiveEngine } from './archive-engine.ts';

/** What one test works with: a directory as target, an engine, and downloaders. */
export interface Bench {
  readonly root: string;
  readonly engine: ArchiveEngine;
  /** Closes the downloader before it and makes one that neither retries nor waits. */
  open(options?: Partial<DownloaderOptions>): Promise<Downloader>;
  /** Files below a directory of the target, sorted, as paths from there; none where it does not exist. */
  files(folder?: string): Promise<string[]>;
}

/** Gives each test of a file its bench; its downloader is closed and its directory removed afterwards. */
export function benchOfEachTest(): () => Bench {
  let bench: Bench;
  let last: Downloader | undefined;
  beforeEach(async () => {
    const root = await mkdtemp(join(tmpdir(), 'tapehaul-bench-'));
    const engine = new ArchiveEngine();
    bench = {
      root,
      engine,
      async open(options = {}) {
        await last?.close();
        const retry = { retries: 0, delaySeconds: 0 };
        last = createDownloader({ engines: [engine], target: root, durability: 'none', retry, ...options });
        return last;
      },
      async files(folder = '') {
        const top = join(root, folder);
        const found = await readdir(top, { recursive: true, withFileTypes: true }).catch(() => []);
        const files = found.filter((entry) => entry.isFile());
        return files.map(({ parentPath, name }) => join(parentPath, name).slice(top.length + 1)).sort();
      },
    };
  });
  afterEach(async () => {
    await last?.close();
    last = undefined;
    await rm(bench.root, { recursive: true, force: true });
  });
  return () => bench;
}

/** An error with the usual meaning of its code. */
export const failure = (code: TapehaulError['code']): TapehaulError =>
  new TapehaulError(code, `${code} it is`);

/** Ends with an error once the signal aborts, and resolves `begun` when it is called. */
export function untilStopped(code: TapehaulError['code'] = 'cancelled') {
  const { promise: begun, resolve } = Promise.withResolvers<void>();
  const step = (signal: AbortSignal): Promise<Buffer> => {
    resolve();
    return new Promise((_, reject) => signal.addEventListener('abort', () => reject(failure(code))));
  };
  return { begun, step };
}
