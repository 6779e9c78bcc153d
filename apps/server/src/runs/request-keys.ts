import { createHash } from 'node:crypto';
import * as z from 'zod';
import { HttpRefusal } from '../http/problems.ts';
import { KeptFiles } from './kept-files.ts';

/** What a request is known by: the key that its sender gave it, and the digest of its body. */
export interface RequestKey {
  readonly key: string;
  readonly digest: string;
}

/** Keys that are remembered. */
const REMEMBERED = 10_000;

/** A request's key, if its sender gave one: one of that sender alone. */
export function requestKey(sender: string, given: string | undefined, body: unknown): RequestKey | null {
  if (given === undefined) return null;
  const key = sender === '' ? given : JSON.stringify([sender, given]);
  const digest = createHash('sha256')
    .update(JSON.stringify(body) ?? '')
    .digest('hex');
  return { key, digest };
}

const keptSchema = z.object({ key: z.string(), digest: z.string(), run_id: z.string(), at: z.string() });
type Kept = z.output<typeof keptSchema>;

/** Remembers which run each request has led to, the latest ones, also over the end of the process: a file each. */
export class RequestKeys {
  readonly #files: KeptFiles<Kept>;
  readonly #kept = new Map<string, Kept>();

  constructor(folder: string, onError: (error: unknown) => void) {
    this.#files = new KeptFiles(folder, keptSchema, onError);
  }

  /** Takes up what a former process has remembered. */
  async load(): Promise<void> {
    const all = await this.#files.all();
    for (const one of all.sort((a, b) => a.at.localeCompare(b.at))) this.#kept.set(one.key, one);
    await this.#limit();
  }

  /** The run that the same request has led to before. Throws a HttpRefusal when another came with its key. */
  runOf({ key, digest }: RequestKey): string | undefined {
    const before = this.#kept.get(key);
    if (before === undefined || before.digest === digest) return before?.run_id;
    throw new HttpRefusal(
      409,
      'idempotency_conflict',
      'that Idempotency-Key came with another request before',
      'Use a new key for a new request.',
    );
  }

  remember({ key, digest }: RequestKey, runId: string): void {
    this.#kept.set(key, { key, digest, run_id: runId, at: new Date().toISOString() });
  }

  /** Makes what is remembered outlive the process, for when the queue no longer has it. */
  async keep({ key }: RequestKey): Promise<void> {
    const kept = this.#kept.get(key);
    if (kept === undefined) return;
    await this.#files.put(nameOf(key), kept);
    await this.#limit();
  }

  async forget({ key }: RequestKey): Promise<void> {
    this.#kept.delete(key);
    await this.#files.remove(nameOf(key));
  }

  async #limit(): Promise<void> {
    for (const key of [...this.#kept.keys()].slice(0, Math.max(0, this.#kept.size - REMEMBERED))) {
      await this.forget({ key, digest: '' });
    }
  }
}

/** Name of the file of a key, which may be any text. */
function nameOf(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}
