import { BUILT_IN_MATRIX } from '@tapehaul/config';
import type { KnownAnswer } from '../answer/answer.ts';
import type { PlanOptions } from '../plan.ts';
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
  options: ListingOptions,
): AsyncGenerator<Requested> {
  for await (const { type, symbols, existing } of requestedSymbols(request, source, options)) {
    yield* requestedSeries(type, symbols, existing);
  }
}

/** The symbols of a request in one of its types. */
export interface RequestedSymbols {
  readonly type: RequestedType;
  /** In the order of the plan. */
  readonly symbols: readonly string[];
  /** Those that are known to exist, whatever their form. */
  readonly existing: ReadonlySet<string>;
}

/** The symbols of each type of a request, in order; a pattern stands for the symbols that the source lists. Rejects as the source does. */
export async function* requestedSymbols(
  request: PlanRequest,
  source: Pick<ListingSource, 'symbols'>,
  { matrix = BUILT_IN_MATRIX, existing: known = new Set() }: PlanOptions,
): AsyncGenerator<RequestedSymbols> {
  for (const type of requestedTypes(request, matrix)) {
    const listed = hasPatterns(request, type.market)
      ? await existingSymbols(type, source)
      : new Set<string>();
    const existing = new Set([...known, ...listed]);
    yield { type, symbols: symbolsFor(request, type.market, existing), existing };
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
