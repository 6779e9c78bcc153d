import type { Operation } from '../s3/request.ts';

/** A request, as patterns see it. */
export interface SeenRequest {
  readonly method: string;
  readonly operation: Operation;
  /** Decoded: raw UTF-8. Of a listing it is the prefix, of a bucket request it is empty. */
  readonly key: string;
}

/** Which requests are meant: all properties that are given must fit. */
export interface RequestPattern {
  /** A whole key, an expression found in it, or a test. Of a listing the key is its prefix. */
  readonly key?: string | RegExp | ((key: string) => boolean);
  /** `GET`, `HEAD`. */
  readonly method?: string;
  readonly operation?: Operation;
}

/** Whether a request fits a pattern. */
export function fits(request: SeenRequest, { key, method, operation }: RequestPattern): boolean {
  if (method !== undefined && method !== request.method) return false;
  if (operation !== undefined && operation !== request.operation) return false;
  if (key === undefined) return true;
  if (typeof key === 'string') return key === request.key;
  // `search` leaves no trace in the expression, where `test` would with the flag `g`.
  return typeof key === 'function' ? key(request.key) : request.key.search(key) >= 0;
}
