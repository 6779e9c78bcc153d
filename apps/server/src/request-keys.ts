import { createHash } from 'node:crypto';
import { Refusal } from './problems.ts';

/** What a request is known by: the key that its sender gave it, and the digest of its body. */
export interface RequestKey {
  readonly key: string;
  readonly digest: string;
}

/** Keys that are remembered. */
const REMEMBERED = 10_000;

/** A request's key, if its sender gave one. */
export function requestKey(key: string | undefined, body: unknown): RequestKey | null {
  if (key === undefined) return null;
  const digest = createHash('sha256')
    .update(JSON.stringify(body) ?? '')
    .digest('hex');
  return { key, digest };
}

/** Remembers which run each request has led to. */
export class RequestKeys {
  readonly #runs = new Map<string, { readonly digest: string; readonly runId: string }>();

  /** The run that the same request has led to before. Throws a Refusal when another came with its key. */
  runOf({ key, digest }: RequestKey): string | undefined {
    const before = this.#runs.get(key);
    if (before === undefined || before.digest === digest) return before?.runId;
    throw new Refusal(
      409,
      'idempotency_conflict',
      'that Idempotency-Key came with another request before',
      'Use a new key for a new request.',
    );
  }

  remember({ key, digest }: RequestKey, runId: string): void {
    this.#runs.set(key, { digest, runId });
    const [oldest] = this.#runs.keys();
    if (this.#runs.size > REMEMBERED && oldest !== undefined) this.#runs.delete(oldest);
  }

  forget({ key }: RequestKey): void {
    this.#runs.delete(key);
  }
}
