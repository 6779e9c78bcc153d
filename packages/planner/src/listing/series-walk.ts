import { BUILT_IN_MATRIX } from '@tapehaul/config';
import type { KnownAnswer } from '../answer/answer.ts';
import {
  hasPatterns,
  type PlanRequest,
  type Requested,
  type RequestedType,
  requestedSeries,
  requestedTypes,
  symbolsFor,
} from '../request/request.ts';
import type { ListingOptions, ListingSource } from './listing-source.ts';

/**
 * Plans each part of a request with a function that may wait for listings, `concurrency` of them at once, and gives their
 * answers in the order of the request. Symbol patterns stand for the symbols that the source lists. Rejects as the function
 * and the source do.
 */
export async function* eachSeries(
  request: PlanRequest,
  source: Pick<ListingSource, 'symbols'>,
  options: ListingOptions,
  answersOf: (one: Requested) => Promise<readonly KnownAnswer[]>,
): AsyncGenerator<KnownAnswer, void, undefined> {
  const { concurrency = 8 } = options;
  const under: Promise<readonly KnownAnswer[]>[] = [];
  for await (const one of requestedBy(request, source, options)) {
    const answers = answersOf(one);
    // A rejection is thrown when its turn comes; until then it is not unhandled.
    answers.catch(() => {});
    under.push(answers);
    if (under.length < concurrency) continue;
    for (const answer of (await under.shift()) ?? []) yield answer;
  }
  for (const answers of under) for (const answer of await answers) yield answer;
}

async function* requestedBy(
  request: PlanRequest,
  source: Pick<ListingSource, 'symbols'>,
  { matrix = BUILT_IN_MATRIX }: ListingOptions,
): AsyncGenerator<Requested> {
  for (const type of requestedTypes(request, matrix)) {
    const existing = hasPatterns(request, type.market)
      ? await existingSymbols(type, source)
      : new Set<string>();
    yield* requestedSeries(type, symbolsFor(request, type.market, existing), existing);
  }
}

/** Symbols that a type has in any partition that the request may use. */
async function existingSymbols(
  { market, dataType, intervals }: RequestedType,
  source: Pick<ListingSource, 'symbols'>,
): Promise<Set<string>> {
  const used = (['daily', 'monthly'] as const).filter((partition) =>
    intervals.some((rows) => rows[partition] !== undefined),
  );
  const lists = await Promise.all(used.map((partition) => source.symbols(market, dataType, partition)));
  return new Set(lists.flat());
}
