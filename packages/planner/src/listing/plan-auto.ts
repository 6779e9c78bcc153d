import type { Answer, KnownAnswer } from '../answer/answer.ts';
import type { PlanRequest } from '../request/request.ts';
import { possibleSpans } from './listed-spans.ts';
import type { KnownOptions, ListingOptions, RefusableSource } from './listing-source.ts';
import { planListed } from './plan-listed.ts';

/**
 * Plans a request by both: the matrix decides what can exist and is worth listing, a listing of each series decides what
 * does. A series that the source refuses to list is planned by the matrix alone, as its answers say (`by`). Answers come in the
 * order of {@link plan}; symbols may be patterns, where the source lists its folders. Rejects as the source does.
 */
export function planAuto(
  request: PlanRequest,
  source: RefusableSource,
  options: KnownOptions,
): AsyncGenerator<KnownAnswer, void, undefined>;
export function planAuto(
  request: PlanRequest,
  source: RefusableSource,
  options?: ListingOptions,
): AsyncGenerator<Answer, void, undefined>;
export function planAuto(
  request: PlanRequest,
  source: RefusableSource,
  options: ListingOptions & Partial<KnownOptions> = {},
): AsyncGenerator<KnownAnswer, void, undefined> {
  return planListed(request, source, options, possibleSpans);
}
