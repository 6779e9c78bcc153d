import { readdir } from 'node:fs/promises';
import type { Corpus } from './corpus.ts';
import type { MainThread } from './measure/main-thread.ts';
import type { Command } from './measure/measure.ts';
import type { Server } from './server.ts';

/** One run of a contender: what it fetches, from where, and its folders. */
export interface Run {
  readonly corpus: Corpus;
  readonly server: Server;
  /** Where its command may keep files; also holds `stdout` and `stderr` after the run. */
  readonly folder: string;
  /** Where the objects go. */
  readonly output: string;
}

/** A program that takes part in a benchmark, as a whole process. */
export interface Contender {
  readonly name: string;
  /** Whether it is tapehaul. */
  readonly ours: boolean;
  /** Prepares a run, unmeasured, and gives the command that is measured. */
  command(run: Run): Promise<Command>;
  /** Throws an Error unless the run fetched everything. */
  check(run: Run): Promise<void>;
  /** What its main thread took in a run that has ended; left out where nothing watches it. */
  mainThread?(run: Run): Promise<MainThread>;
}

/** Connections, workers or transfers that every contender gets that takes them. */
export const CONNECTIONS = 64;

/** Throws an Error unless the output holds as many files as the corpus has objects and sidecars. */
export async function checkFiles({ corpus, output }: Run): Promise<void> {
  const entries = await readdir(output, { recursive: true, withFileTypes: true });
  const found = entries.filter((entry) => entry.isFile()).length;
  const expected = corpus.keys.length * 2;
  if (found !== expected) throw new Error(`${output} holds ${found} files, not ${expected}`);
}
