import type { ListObjectsV2CommandOutput, S3Client } from '@aws-sdk/client-s3';
import { type ArchiveSource, keyAtSource } from '@tapehaul/archive';
import { type Network, networkOf } from '@tapehaul/network';
import pLimit from 'p-limit';
import { checkOptions } from './check-options.ts';
import { classify } from './classify.ts';
import { bucketFor, s3Client, timeoutsOf } from './client.ts';
import { endless, notWhole, withoutListing } from './listing-errors.ts';

/** How listings are made. */
export interface S3ListingOptions extends ArchiveSource {
  /** Listing requests at once. */
  readonly concurrency: number;
  /** Longest time without a byte, in seconds. */
  readonly timeoutSeconds: number;
  /** Whose credentials: nobody's by default, or those of the AWS SDK's chain. */
  readonly credentials?: 'anonymous' | 'chain';
  /** Stops everything when aborted. */
  readonly signal?: AbortSignal;
  /** How to connect; as the environment of the process says by default. */
  readonly network?: Network;
}

/** An object as listed. */
export interface ListedObject {
  readonly key: string;
  /** Size in bytes. */
  readonly size: number;
  /** Change token without quotes. */
  readonly etag: string;
  /** UTC. */
  readonly lastModified: string;
}

/** Lists the bucket. Every call rejects with a TapehaulError when a page cannot be had: never with nothing. */
export interface S3Listing {
  /**
   * Objects below a prefix, which may end within a name, in the order of their keys, after `startAfter`.
   * Pages of at most 1,000 keys are asked for only as the reader goes on.
   */
  objects(prefix: string, options?: { startAfter?: string; pageSize?: number }): AsyncGenerator<ListedObject>;
  /** Names of the folders right below a prefix that ends with a slash. */
  folders(prefix: string): Promise<string[]>;
  /** Pages asked for so far. */
  readonly requests: number;
  close(): void;
}

/** Attempts of the SDK itself for one page, with its own backoff. */
const ATTEMPTS = 4;
const PAGE_MAX = 1_000;

/** A listing of a bucket that may be read anonymously. Throws a TapehaulError `config_invalid` for options that cannot be. */
export function s3Listing(options: S3ListingOptions): S3Listing {
  checkOptions('s3Listing', options);
  const timeouts = timeoutsOf(options.timeoutSeconds);
  const { network = networkOf() } = options;
  let making: Promise<S3Client> | undefined;
  const client = (): Promise<S3Client> => {
    making ??= s3Client(options, {
      credentials: options.credentials ?? 'anonymous',
      timeouts,
      sockets: options.concurrency,
      attempts: ATTEMPTS,
      network,
    });
    return making;
  };
  const limit = pLimit(options.concurrency);
  const root = keyAtSource(options, '');
  // A server that has no bucket in its address may call its bucket anything.
  const isOwn = (name: string | undefined): boolean =>
    options.style === 'none' ? name !== undefined : name === options.bucket;
  let requests = 0;

  function page(prefix: string, more: object): Promise<ListObjectsV2CommandOutput> {
    return limit(async () => {
      requests += 1;
      const { ListObjectsV2Command } = await import('@aws-sdk/client-s3');
      const command = new ListObjectsV2Command({ Bucket: bucketFor(options), Prefix: prefix, ...more });
      const abort = options.signal === undefined ? {} : { abortSignal: options.signal };
      return (await client()).send(command, abort).catch((thrown: unknown) => {
        const error = classify(`listing of ${prefix}`, thrown, options.signal);
        throw options.style === 'none' ? withoutListing(options, error) : error;
      });
    });
  }

  async function* pages(prefix: string, more: object): AsyncGenerator<ListObjectsV2CommandOutput> {
    const seen = new Set<string>();
    let next: object | undefined = more;
    while (next !== undefined) {
      const one: ListObjectsV2CommandOutput = await page(prefix, next);
      const token = one.NextContinuationToken;
      const truncated = one.IsTruncated === true;
      // A login page or an empty body with status 200 parses as a listing without entries.
      if (!isOwn(one.Name) || one.IsTruncated === undefined || (truncated && token === undefined)) {
        throw options.style === 'none' ? withoutListing(options) : notWhole(prefix, one);
      }
      if (truncated && token !== undefined) {
        if (seen.has(token)) throw endless(prefix, token);
        seen.add(token);
      }
      yield one;
      next = truncated ? { ...more, ContinuationToken: token } : undefined;
    }
  }

  return {
    async *objects(below, { startAfter, pageSize = PAGE_MAX } = {}) {
      const prefix = keyAtSource(options, below);
      const after = startAfter === undefined ? {} : { StartAfter: keyAtSource(options, startAfter) };
      for await (const { Contents = [] } of pages(prefix, {
        ...after,
        MaxKeys: Math.min(pageSize, PAGE_MAX),
      })) {
        for (const { Key, Size, ETag, LastModified } of Contents) {
          if (Key?.startsWith(root) !== true) continue;
          const etag = ETag?.replaceAll('"', '') ?? '';
          yield {
            key: Key.slice(root.length),
            size: Size ?? 0,
            etag,
            lastModified: LastModified?.toISOString() ?? '',
          };
        }
      }
    },
    async folders(below) {
      const prefix = keyAtSource(options, below);
      const names: string[] = [];
      for await (const { CommonPrefixes = [] } of pages(prefix, { Delimiter: '/' })) {
        for (const { Prefix = '' } of CommonPrefixes) names.push(Prefix.slice(prefix.length, -1));
      }
      return names;
    },
    get requests() {
      return requests;
    },
    close: () => void making?.then((one) => one.destroy()),
  };
}
