import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { createDownloader, type Downloader, type DownloaderOptions } from '../src/index.ts';
import { ArchiveEngine } from './archive-engine.ts';

/** Key of the object of a test. */
export const KEY = 'data/a.zip';
/** Folder that files are published in. */
export let root = '';
/** The engine that brings them. */
export let engine: ArchiveEngine;
/** The downloader of the test. */
export let downloader: Downloader;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'tapehaul-downloader-'));
  engine = new ArchiveEngine();
});
afterEach(async () => {
  await downloader?.close();
  await rm(root, { recursive: true, force: true });
});

/** Makes the downloader of a test, with no waits. */
export function open(options: Partial<DownloaderOptions> = {}): Downloader {
  const retry = { retries: 2, delaySeconds: 0 };
  downloader = createDownloader({ engines: [engine], target: root, durability: 'none', retry, ...options });
  return downloader;
}
