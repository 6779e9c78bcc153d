import { readdir, readFile, rename, rm, rmdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { TapehaulError } from '@tapehaul/errors';
import { isAlive, type ProcessOwner } from '@tapehaul/sqlite';
import * as z from 'zod';
import { jobSchema } from './job.ts';

/** Tapehaul 0.1.0 and before kept a JSON file for each job, key and owner in folders of these names. */
const FOLDERS = ['queue', 'keys', 'owners'] as const;
type Folder = (typeof FOLDERS)[number];

const requestKeySchema = z.object({ key: z.string(), digest: z.string() });
const formerJobSchema = jobSchema.extend({ idempotency: requestKeySchema.nullable() });
const formerKeySchema = requestKeySchema.extend({ run_id: z.string(), at: z.string() });
const ownerSchema = z.object({
  pid: z.number(),
  host: z.string(),
  bootId: z.string().nullable(),
  processStart: z.number().nullable().default(null),
});

/** A value that a former version stored, and its file, named within the folder of the service. */
export interface FormerFile<Value> {
  readonly file: string;
  readonly value: Value;
}

/** A job of a former version. */
export type FormerJob = z.output<typeof formerJobSchema>;
/** An idempotency key of a former version. */
export type FormerKey = z.output<typeof formerKeySchema>;

/** What former versions of the service have left in its folder. */
export class FormerFiles {
  readonly #folder: string;
  readonly #onError: (error: unknown) => void;

  /** `onError` receives an error for each file that is put aside because it cannot be understood. */
  constructor(folder: string, onError: (error: unknown) => void) {
    this.#folder = folder;
    this.#onError = onError;
  }

  /** The living process of a former version that owns the folder; undefined when there is none. */
  async owner(): Promise<ProcessOwner | undefined> {
    for (const name of await this.#names('owners')) {
      const path = join(this.#folder, 'owners', name);
      try {
        const owner = ownerSchema.parse(JSON.parse(await readFile(path, 'utf8')));
        const found = { ...owner, heartbeatAt: (await stat(path)).mtimeMs };
        if (isAlive(name, found)) return found;
      } catch {
        // Torn by a power cut, or gone since: its writer does not run any more.
      }
    }
    return undefined;
  }

  /** Its jobs, in the order in which they came. One that cannot be understood is renamed, and reported by name. */
  async jobs(): Promise<FormerFile<FormerJob>[]> {
    const jobs = await this.#read('queue', formerJobSchema);
    return jobs.sort((a, b) => a.value.submitted_at.localeCompare(b.value.submitted_at));
  }

  /** Its keys, the oldest first. One that cannot be understood is renamed, and reported by name. */
  async keys(): Promise<FormerFile<FormerKey>[]> {
    const keys = await this.#read('keys', formerKeySchema);
    return keys.sort((a, b) => a.value.at.localeCompare(b.value.at));
  }

  /** Removes files, and the folders that are empty then. What cannot be removed is reported; gives what is gone. */
  async remove(files: readonly string[]): Promise<string[]> {
    const gone: string[] = [];
    for (const file of files) {
      try {
        await rm(join(this.#folder, file), { force: true });
        gone.push(file);
      } catch (error) {
        this.#onError(error);
      }
    }
    for (const name of await this.#names('owners')) {
      await rm(join(this.#folder, 'owners', name), { force: true }).catch(this.#onError);
    }
    // One that holds files that were put aside stays.
    for (const folder of FOLDERS) await rmdir(join(this.#folder, folder)).catch(() => {});
    return gone;
  }

  async #read<Value>(folder: Folder, schema: z.ZodType<Value>): Promise<FormerFile<Value>[]> {
    const found: FormerFile<Value>[] = [];
    for (const name of await this.#names(folder)) {
      const path = join(this.#folder, folder, name);
      const text = await readFile(path, 'utf8').catch((cause: unknown) => {
        throw cannotRead(path, cause);
      });
      try {
        found.push({ file: `${folder}/${name}`, value: schema.parse(JSON.parse(text)) });
      } catch (error) {
        await this.#putAside(path, error);
      }
    }
    return found;
  }

  /** Names of the files of a folder; removes what a process had begun to write when it died. */
  async #names(folder: Folder): Promise<string[]> {
    const names = await readdir(join(this.#folder, folder)).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw cannotRead(join(this.#folder, folder), error);
    });
    for (const name of names) {
      if (name.endsWith('.part')) await rm(join(this.#folder, folder, name), { force: true });
    }
    return names.filter((name) => name.endsWith('.json'));
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
}

function cannotRead(path: string, cause: unknown): TapehaulError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new TapehaulError(
    'store_failed',
    `${path}, of a former version of the service, cannot be read: ${reason}`,
    {
      cause,
      facts: { path },
      hint: 'Correct its permissions, or move it away: what it holds is then not taken over. Then start the service again.',
    },
  );
}
