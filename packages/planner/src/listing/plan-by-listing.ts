import type { Answer, KnownAnswer } from '../answer/answer.ts';
import type { PlanRequest } from '../request/request.ts';
import { wholeSpans } from './listed-spans.ts';
import type { KnownOptions, ListingOptions, ListingSource } from './listing-source.ts';
import { planListed } from './plan-listed.ts';

/**
 * Plans a request by what is listed: as {@link plan}, but objects carry size and change tokens, missing files
 * get a verdict from what is listed around them, and symbols may be patterns. Answers come in the same order.
 * Rejects as the source does.
 */
export function planByListing(
  request: PlanRequest,
  source: ListingSource,
  options: KnownOptions,
): AsyncGenerator<KnownAnswer, void, undefined>;
export function planByListing(
  request: PlanRequest,
  source: ListingSource,
  options?: ListingOptions,
): AsyncGenerator<Answer, void, undefined>;
export function planByListing(
  request: PlanRequest,
  source: ListingSource,
  options: ListingOptions & Partial<KnownOptions> = {},
): AsyncGenerator<KnownAnswer, void, undefined> {
  return planListed(request, source, options, wholeSpans);
}
