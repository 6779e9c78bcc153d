import { createHash } from 'node:crypto';
import type { RunPlace } from '@tapehaul/workflow/fleet';
import { HttpRefusal } from '../access/http-refusal.ts';
import type { SubmittedConfig } from '../access/service-configs.ts';
import type { KnownRequest, RequestKey } from '../store/service-store.ts';

/** What a new run is requested by: a configuration, or a plan that was made before. */
export type RunRequested = (Omit<SubmittedConfig, 'reach'> | { readonly plan_id: string }) & {
  /** Whether workers of a fleet do its files. */
  readonly on?: RunPlace | undefined;
};

/** A request's key, one of that sender alone: what the sender gave, else its plan, which is started once; null where it has neither. */
export function requestKey(
  sender: string,
  given: string | undefined,
  requested: RunRequested,
): RequestKey | null {
  const own = given ?? ('plan_id' in requested ? `plan ${requested.plan_id}` : undefined);
  if (own === undefined) return null;
  const key = sender === '' ? own : JSON.stringify([sender, own]);
  // Where its values came from makes no other request of it.
  const { origins: _, ...body } = { origins: undefined, ...requested };
  const digest = createHash('sha256').update(JSON.stringify(body)).digest('hex');
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
