import { nearest } from '@tapehaul/errors';
import type { KnownAnswer } from '../answer/answer.ts';
import type { RequestedSeries } from './listed-spans.ts';
import type { ListingSource } from './listing-source.ts';

/**
 * Adds the likely name to series of which nothing is listed. The symbols of each market and type are listed once, and only when
 * something is unknown; where they are not available, no name is suggested.
 */
export class LikelyNames {
  readonly #source: Pick<ListingSource, 'symbols'>;
  readonly #names = new Map<string, Promise<readonly string[]>>();

  constructor(source: Pick<ListingSource, 'symbols'>) {
    this.#source = source;
  }

  /** The answers of a series, with the likely name where the listing shows that there is no such series. */
  async addTo(one: RequestedSeries, answers: readonly KnownAnswer[]): Promise<readonly KnownAnswer[]> {
    if (!answers.some(isUnlisted)) return answers;
    const names = await this.#namesFor(one);
    const { symbol } = one.series;
    const likely = names.includes(symbol) ? undefined : nearest(symbol, names);
    if (likely === undefined) return answers;
    return answers.map((answer) => (isUnlisted(answer) ? { ...answer, likely } : answer));
  }

  #namesFor({ series: { market, dataType }, rows }: RequestedSeries): Promise<readonly string[]> {
    const partition = rows.daily === undefined ? 'monthly' : 'daily';
    const kind = `${market} ${dataType} ${partition}`;
    const known = this.#names.get(kind) ?? this.#source.symbols(market, dataType, partition).catch(() => []);
    this.#names.set(kind, known);
    return known;
  }
}

/** Whether an answer says that nothing of its series is listed. */
function isUnlisted(answer: KnownAnswer): boolean {
  return answer.kind === 'verdict' && answer.verdict === 'never_existed' && answer.listing !== undefined;
}
