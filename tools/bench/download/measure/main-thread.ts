import { readFile } from 'node:fs/promises';

/** What the main thread of a Node program took. */
export interface MainThread {
  /** User and system time of that thread alone. */
  readonly cpuSeconds: number;
  /** Milliseconds by which turns of the event loop were late, after {@link START_MS}. */
  readonly delayMs: readonly [p50: number, p99: number, max: number];
}

/** Milliseconds between two samples of the event loop. */
export const RESOLUTION_MS = 5;
/** Milliseconds in which a program starts: it loads its modules, and answers no request yet. */
export const START_MS = 1_000;
/** Parameter of the watching module's address that says where the report goes. */
export const REPORT = 'report';

/** Arguments of Node that have the main thread of a program watched; the report goes to `path`. */
export function watching(path: string): string[] {
  const module = new URL('./main-thread-child.ts', import.meta.url);
  module.searchParams.set(REPORT, path);
  return ['--import', module.href];
}

/** The report of a program that has ended. */
export async function readMainThread(path: string): Promise<MainThread> {
  return JSON.parse(await readFile(path, 'utf8')) as MainThread;
}
