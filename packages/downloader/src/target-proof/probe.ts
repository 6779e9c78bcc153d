import { hash, randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Arrived, ArrivedPair, Target, TargetFile } from '../target/target.ts';

/** Where the files of one check stand, and how they are made. */
export interface ProbeOptions {
  readonly target: Target;
  /** Folder below which all probe files stand; nothing else may stand below it. */
  readonly folder: string;
  /** Directory for staged files, on the file system of the target where that is a local disk. */
  readonly staging: string;
  readonly signal: AbortSignal;
}

/** Writes and reads probe files, and knows all their paths, so that all can be removed. */
export class Probe {
  readonly target: Target;
  readonly signal: AbortSignal;
  readonly #options: ProbeOptions;
  readonly #paths = new Set<string>();

  constructor(options: ProbeOptions) {
    this.#options = options;
    this.target = options.target;
    this.signal = options.signal;
  }

  /** The path of a probe file. */
  path(name: string): string {
    const path = `${this.#options.folder}/${name}`;
    this.#paths.add(path);
    return path;
  }

  /** A file in memory. */
  inMemory(text: string): Arrived {
    return { kind: 'memory', bytes: Buffer.from(text) };
  }

  /** A file in the staging directory. */
  async onDisk(bytes: Uint8Array): Promise<Extract<Arrived, { kind: 'file' }>> {
    const path = join(this.#options.staging, `probe-${randomBytes(6).toString('hex')}`);
    await mkdir(this.#options.staging, { recursive: true });
    await writeFile(path, bytes);
    return { kind: 'file', path, size: bytes.length };
  }

  /** Publishes a pair of texts at a path; without a sidecar where that is null. */
  publish(path: string, zip: string, sidecar: string | null, replaces = false): Promise<TargetFile> {
    const pair: ArrivedPair = {
      zip: this.inMemory(zip),
      sidecar: sidecar === null ? null : this.inMemory(sidecar),
    };
    return this.target.publish(pair, path, { sha256: hash('sha256', zip), replaces }, this.signal);
  }

  /** What is wrong with the file at a path that should hold these bytes; undefined when it holds them. */
  async differs(path: string, expected: string | Uint8Array): Promise<string | undefined> {
    const wanted = Buffer.from(expected);
    const standing = await this.target.find(path);
    if (standing === undefined) return `${path} is not found`;
    if (standing.bytes !== wanted.length)
      return `${path} has ${standing.bytes} bytes, expected ${wanted.length}`;
    const read = Buffer.concat(await Array.fromAsync(this.target.read(path, this.signal), Buffer.from));
    return read.equals(wanted) ? undefined : `${path} reads back as other bytes than were written`;
  }

  /** What is wrong where nothing should stand; undefined when nothing does. */
  async stands(path: string): Promise<string | undefined> {
    return (await this.target.find(path)) === undefined ? undefined : `${path} is still found`;
  }

  /** Removes all probe files. Resolves with what is wrong: the first one that is still found after that. */
  async removeAll(signal: AbortSignal = this.signal): Promise<string | undefined> {
    for (const path of this.#paths) await this.target.remove(path, signal);
    for (const path of this.#paths) {
      const left = (await this.stands(path)) ?? (await this.stands(sidecarOf(path)));
      if (left !== undefined) return `${left} after it was removed`;
    }
    return undefined;
  }
}

/** The path of the sidecar of a file. */
export function sidecarOf(path: string): string {
  return `${path}.CHECKSUM`;
}
