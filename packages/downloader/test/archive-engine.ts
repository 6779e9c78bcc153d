import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { stoppedBy, TapehaulError } from '@tapehaul/errors';
import { zeros, zipOf } from '@tapehaul/testkit/hostile';
import type { Engine, Received, Transfer } from '../src/index.ts';

/** A whole zip of one entry of that many zeros. */
export const zip = (size = 100): Buffer => zipOf([zeros('a.csv', size)]);

/** The text of the sidecar of an object. */
export const sidecar = (key: string, content: Buffer): string =>
  `${createHash('sha256').update(content).digest('hex')}  ${basename(key)}\n`;

/** What an engine does for a key: bytes, an error, or an answer that it waits for. */
export type Step = Buffer | TapehaulError | ((signal: AbortSignal) => Promise<Buffer>);

/** An engine that brings what a test puts into its archive, and what it was requested. */
export class ArchiveEngine implements Engine {
  readonly name: string;
  readonly capacity = 4;
  readonly requested: string[] = [];
  readonly transfers: Transfer[] = [];
  closed = 0;
  readonly #steps = new Map<string, Step[]>();

  constructor(name = 'scripted') {
    this.name = name;
  }

  /** Puts a zip with its sidecar into the archive. */
  has(key: string, content: Buffer = zip()): Buffer {
    this.answers(key, content);
    this.answers(`${key}.CHECKSUM`, Buffer.from(sidecar(key, content)));
    return content;
  }

  /** Says how a key is answered: each step once, the last one from then on. */
  answers(key: string, ...steps: Step[]): void {
    this.#steps.set(key, steps);
  }

  /** How often a key was requested. */
  times(key: string): number {
    return this.requested.filter((requested) => requested === key).length;
  }

  async get(transfer: Transfer, signal: AbortSignal): Promise<Received> {
    const { key, path, inMemoryUpTo = 0 } = transfer;
    if (signal.aborted) throw stoppedBy(signal);
    this.requested.push(key);
    this.transfers.push(transfer);
    const steps = this.#steps.get(key) ?? [];
    const step = steps.length > 1 ? steps.shift() : steps[0];
    if (step === undefined) throw new TapehaulError('not_found', `${key}: no such object`);
    if (step instanceof TapehaulError) throw step;
    const bytes = typeof step === 'function' ? await step(signal) : step;
    const isInMemory = bytes.length <= inMemoryUpTo;
    if (!isInMemory) await writeFile(path, bytes);
    return {
      bytes: bytes.length,
      etag: 'e',
      lastModified: '2025-07-02T00:00:00.000Z',
      sha256: null,
      content: isInMemory ? bytes : null,
    };
  }

  async close(): Promise<void> {
    this.closed += 1;
  }
}
