import { keyAtSource } from '@tapehaul/archive';
import pLimit from 'p-limit';
import { checkOptions, type OptionNames } from '../connections/check-options.ts';
import { folderOf, type ListedObject, listedObjectOf } from './listing-entries.ts';
import type { S3ListingOptions } from './listing-options.ts';
import type { ListingPage } from './listing-page.ts';
import { pageReader } from './listing-pages.ts';
import { ListingProgress } from './listing-progress.ts';

/**
 * Lists the bucket. Every call rejects with a TapehaulError when a page is not available, instead of ending early; with
 * `listing_invalid` when the answer is too long, or would not end.
 */
export interface S3Listing {
  /**
   * Objects below a prefix, which may end within a name, in the order of their keys, after `startAfter`.
   * Pages of at most 1,000 keys are requested only as the reader continues. `most`: entries after which it counts as endless; a
   * million by default.
   */
  objects(
    prefix: string,
    options?: { startAfter?: string; pageSize?: number; most?: number },
  ): AsyncGenerator<ListedObject>;
  /** Names of the folders right below a prefix that ends with a slash. */
  folders(prefix: string): Promise<string[]>;
  /** Pages requested so far. */
  readonly requests: number;
  close(): void;
}

const OPTIONS: OptionNames<S3ListingOptions> = {
  endpoint: true,
  bucket: true,
  region: true,
  prefix: true,
  style: true,
  concurrency: true,
  timeoutSeconds: true,
  credentials: true,
  lowSpeed: true,
  onProblem: true,
  pace: true,
  signal: true,
  network: true,
};
const PAGE_MAX = 1_000;
/** Entries of one listing: several times what the whole archive has below any prefix that is listed. */
const MOST_OBJECTS = 1_000_000;
const MOST_FOLDERS = 100_000;

/** What a page has of what is listed. */
interface Found<Entry> {
  readonly entries: Entry[];
  /** Those that are right, by the names that go up from page to page. */
  readonly names: string[];
  /** How many there are, right or wrong. */
  readonly count: number;
}

/** A listing of a bucket that may be read anonymously. Throws a TapehaulError `config_invalid` for options that cannot be. */
export function s3Listing(options: S3ListingOptions): S3Listing {
  checkOptions('s3Listing', options, OPTIONS);
  const { onProblem = () => {} } = options;
  const reader = pageReader(options);
  const limit = pLimit(options.concurrency);
  const root = keyAtSource(options, '');

  async function* listed<Entry>(
    prefix: string,
    more: object,
    most: number,
    read: (page: ListingPage) => Found<Entry>,
  ): AsyncGenerator<Entry> {
    const progress = new ListingProgress(prefix, most);
    for (let next: object | undefined = more; next !== undefined; ) {
      const query: object = next;
      const one = await limit(() => reader.page(prefix, query));
      const { entries, names, count } = read(one);
      const token = one.truncated === true ? one.token : undefined;
      progress.take(names, count, token);
      yield* entries;
      next = token === undefined ? undefined : { ...more, ContinuationToken: token };
    }
  }

  return {
    async *objects(below, { startAfter, pageSize = PAGE_MAX, most = MOST_OBJECTS } = {}) {
      const prefix = keyAtSource(options, below);
      const after = startAfter === undefined ? {} : { StartAfter: keyAtSource(options, startAfter) };
      const more = { ...after, MaxKeys: Math.min(pageSize, PAGE_MAX) };
      yield* listed(prefix, more, most, ({ objects }) => {
        const right = objects.flatMap((entry) => listedObjectOf(entry, prefix, onProblem) ?? []);
        const entries = right.map((object) => ({ ...object, key: object.key.slice(root.length) }));
        return { entries, names: right.map(({ key }) => key), count: objects.length };
      });
    },
    async folders(below) {
      const prefix = keyAtSource(options, below);
      const names = listed(prefix, { Delimiter: '/' }, MOST_FOLDERS, ({ folders }) => {
        const entries = folders.flatMap((entry) => folderOf(entry, prefix, onProblem) ?? []);
        return { entries, names: entries, count: folders.length };
      });
      return Array.fromAsync(names);
    },
    get requests() {
      return reader.requests;
    },
    close: () => reader.close(),
  };
}
