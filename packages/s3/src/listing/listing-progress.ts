import { endless, noProgress, tooLongToken, tooMany } from './listing-errors.ts';

/** Pages of one listing. */
const MOST_PAGES = 10_000;
/** Pages in a row without a new name: S3 may send a page without entries now and then. */
const MOST_IDLE = 3;
/** Longest token that is sent back, in characters. */
const LONGEST_TOKEN = 2_048;

/** Makes sure that a listing ends: names go up from page to page, no token comes twice, and all is bounded. */
export class ListingProgress {
  readonly #prefix: string;
  readonly #most: number;
  readonly #tokens = new Set<string>();
  #pages = 0;
  #entries = 0;
  #idle = 0;
  #last = '';

  /** `most`: entries that it may have in all. */
  constructor(prefix: string, most: number) {
    this.#prefix = prefix;
    this.#most = most;
  }

  /** Takes a page in. Throws a TapehaulError `listing_invalid` when the listing would not end. */
  take(names: readonly string[], entries: number, token: string | undefined): void {
    this.#pages += 1;
    this.#entries += entries;
    if (this.#pages > MOST_PAGES || this.#entries > this.#most) {
      throw tooMany(this.#prefix, this.#pages, this.#entries);
    }
    let isIdle = true;
    for (const name of names) {
      if (name <= this.#last) continue;
      this.#last = name;
      isIdle = false;
    }
    this.#idle = isIdle ? this.#idle + 1 : 0;
    if (token === undefined) return;
    if (token.length > LONGEST_TOKEN) throw tooLongToken(this.#prefix, token.length);
    if (this.#tokens.has(token)) throw endless(this.#prefix, token.slice(0, 80));
    if (this.#idle >= MOST_IDLE) throw noProgress(this.#prefix, this.#idle);
    this.#tokens.add(token);
  }
}
