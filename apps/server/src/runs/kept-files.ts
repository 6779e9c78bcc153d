import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { TapehaulError } from '@tapehaul/errors';
import type * as z from 'zod';

/** Values that outlive the process and a power cut: a JSON file each, which appears whole or not at all. */
export class KeptFiles<Value> {
  readonly #folder: string;
  readonly #schema: z.ZodType<Value>;
  readonly #onError: (error: unknown) => void;

  /** `onError` receives an error for each file that is put aside because it holds no such value. */
  constructor(folder: string, schema: z.ZodType<Value>, onError: (error: unknown) => void) {
    this.#folder = folder;
    this.#schema = schema;
    this.#onError = onError;
  }

  async put(name: string, value: Value): Promise<void> {
    await mkdir(this.#folder, { recursive: true });
    const part = `${this.#path(name)}.${randomUUID()}.part`;
    try {
      const file = await open(part, 'w');
      try {
        await file.writeFile(JSON.stringify(value));
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(part, this.#path(name));
    } catch (error) {
      await rm(part, { force: true }).catch(() => {});
      throw error;
    }
    await syncFolder(this.#folder);
  }

  async remove(name: string): Promise<void> {
    await rm(this.#path(name), { force: true });
  }

  /** All values. A file that holds none is renamed, and reported by name. */
  async all(): Promise<Value[]> {
    await mkdir(this.#folder, { recursive: true });
    const values: Value[] = [];
    for (const name of await readdir(this.#folder)) {
      const path = join(this.#folder, name);
      // What a process had begun to write when it died.
      if (name.endsWith('.part')) await rm(path, { force: true });
      if (!name.endsWith('.json')) continue;
      const text = await readFile(path, 'utf8');
      try {
        values.push(this.#schema.parse(JSON.parse(text)));
      } catch (error) {
        await this.#putAside(path, error);
      }
    }
    return values;
  }

  async #putAside(path: string, cause: unknown): Promise<void> {
    const aside = `${path}.unreadable`;
    await rename(path, aside);
    const error = new TapehaulError('file_failed', `${path} holds nothing that can be read`, {
      cause,
      facts: { path, aside },
      hint: `It was put aside as ${aside}; request again what it held, then delete it.`,
    });
    this.#onError(error);
  }

  #path(name: string): string {
    return join(this.#folder, `${name}.json`);
  }
}

/** Makes a rename in a folder outlive a power cut, where the system can. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder);
  await handle.sync().finally(() => handle.close());
}
