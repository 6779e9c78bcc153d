import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

/** A run that is to be done, or is being done. */
const jobSchema = z.object({
  run_id: z.string(),
  kind: z.enum(['collect', 'resume', 'retry']),
  /** Output directory, absolute. */
  directory: z.string(),
  /** Its configuration; null for a run that is gone on with. */
  config: z.unknown(),
  submitted_at: z.string(),
  /** The span of the request that asked for it, as W3C traceparent. */
  traceparent: z.string().nullable(),
  idempotency: z.object({ key: z.string(), digest: z.string() }).nullable(),
});

/** A run that is to be done, or is being done. */
export type Job = z.output<typeof jobSchema>;

/** Jobs that outlive the process: a file each, which appears whole or not at all. */
export class JobStore {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async put(job: Job): Promise<void> {
    await mkdir(this.#folder, { recursive: true });
    const path = this.#path(job.run_id);
    await writeFile(`${path}.part`, JSON.stringify(job));
    await rename(`${path}.part`, path);
  }

  async remove(runId: string): Promise<void> {
    await rm(this.#path(runId), { force: true });
  }

  /** All jobs, in the order in which they came. */
  async all(): Promise<Job[]> {
    const names = await readdir(this.#folder).catch(() => []);
    const files = names.filter((name) => name.endsWith('.json'));
    const jobs = await Promise.all(
      files.map(async (name) =>
        jobSchema.parse(JSON.parse(await readFile(join(this.#folder, name), 'utf8'))),
      ),
    );
    return jobs.sort((a, b) => a.submitted_at.localeCompare(b.submitted_at));
  }

  #path(runId: string): string {
    return join(this.#folder, `${runId}.json`);
  }
}
