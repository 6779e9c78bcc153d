import { createHash } from 'node:crypto';
import { HttpRefusal } from '../access/http-refusal.ts';
import type { KnownRequest, RequestKey } from '../store/service-store.ts';

/** A request's key, if its sender gave one: one of that sender alone. */
export function requestKey(sender: string, given: string | undefined, body: unknown): RequestKey | null {
  if (given === undefined) return null;
  const key = sender === '' ? given : JSON.stringify([sender, given]);
  const digest = createHash('sha256')
    .update(JSON.stringify(body) ?? '')
    .digest('hex');
  return { key, digest };
}

/** The run that a request led to when it came before. Throws a HttpRefusal when it was another request with that key. */
export function runOfSame({ digest }: RequestKey, known: KnownRequest): string {
  if (known.digest === digest) return known.runId;
  throw new HttpRefusal(
    409,
    'idempotency_conflict',
    'that Idempotency-Key came with another request before',
    'Use a new key for a new request.',
  );
}
