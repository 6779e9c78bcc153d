import { readFile, rm } from 'node:fs/promises';
import { sidecarKey } from '@tapehaul/archive';
import type { Arrived, Target, TargetFile } from '@tapehaul/downloader';

/** A target that keeps files in memory, and notes what it was to make durable. */
export class MemoryTarget implements Target {
  readonly files: Map<string, Uint8Array> = new Map();
  readonly madeDurable: string[] = [];

  locate(path: string): string {
    return `memory:${path}`;
  }

  async find(path: string): Promise<TargetFile | undefined> {
    const file = this.files.get(path);
    return file === undefined ? undefined : { bytes: file.length, mtimeMs: 0, sha256: null };
  }

  async *read(path: string): AsyncGenerator<Uint8Array> {
    const file = this.files.get(path);
    if (file !== undefined) yield file;
  }

  async publish(
    { zip, sidecar }: Parameters<Target['publish']>[0],
    path: string,
  ): ReturnType<Target['publish']> {
    if (sidecar !== null) await this.#take(sidecar, sidecarKey(path));
    return { bytes: await this.#take(zip, path), mtimeMs: 0, sha256: null };
  }

  async publishSidecar(sidecar: Arrived, path: string): Promise<void> {
    await this.#take(sidecar, sidecarKey(path));
  }

  async keep(path: string, as: string): Promise<void> {
    this.files.set(as, this.files.get(path) ?? Buffer.of());
  }

  async remove(path: string): Promise<void> {
    this.files.delete(path);
    this.files.delete(sidecarKey(path));
  }

  async durable(path: string): Promise<void> {
    this.madeDurable.push(path);
  }

  async close(): Promise<void> {}

  async #take(file: Arrived, path: string): Promise<number> {
    const bytes = file.kind === 'memory' ? file.bytes : await readFile(file.path);
    if (file.kind === 'file') await rm(file.path);
    this.files.set(path, bytes);
    return bytes.length;
  }
}
