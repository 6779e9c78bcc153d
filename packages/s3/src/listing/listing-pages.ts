import { setTimeout as sleep } from 'node:timers/promises';
import type { S3Client } from '@aws-sdk/client-s3';
import { bucketAddress } from '@tapehaul/archive';
import { LOW_SPEED } from '@tapehaul/downloader';
import { asTapehaulError, stoppedBy, type TapehaulError } from '@tapehaul/errors';
import { networkOf } from '@tapehaul/network';
import { requestError } from '../answers/request-error.ts';
import { throughProxy } from '../answers/through-proxy.ts';
import { awsSdk } from '../connections/aws-sdk.ts';
import { bucketFor, s3Client, timeoutsOf } from '../connections/client.ts';
import { takePage } from './bounded-page.ts';
import { noListing, notWhole, withoutListing } from './listing-errors.ts';
import type { S3ListingOptions } from './listing-options.ts';
import { type ListingPage, parsePage } from './listing-page.ts';

/** Attempts of the SDK itself for one page, with its own backoff. */
const ATTEMPTS = 4;
/** Waits before a page that broke off is requested again, in milliseconds: the SDK does not retry that. */
const WAITS = [250, 500, 1_000];
/** After attempts that took this time no further one begins, in milliseconds: connections that are not made take ten seconds each. */
const PATIENCE_MS = 20_000;

/** Stops nothing. */
const NEVER = new AbortController().signal;

/** Reads single pages of listings. */
export interface PageReader {
  /** The page of those parameters of ListObjectsV2. Rejects with a TapehaulError when it is not available. */
  page(prefix: string, more: object): Promise<ListingPage>;
  /** Pages requested so far. */
  readonly requests: number;
  close(): void;
}

/** A reader of pages over the AWS SDK, which is loaded with the first one. */
export function pageReader(options: S3ListingOptions): PageReader {
  const { network = networkOf(), lowSpeed = LOW_SPEED, signal, pace } = options;
  let making: Promise<S3Client> | undefined;
  let requests = 0;
  const client = (): Promise<S3Client> => {
    making ??= s3Client(options, {
      credentials: options.credentials ?? 'anonymous',
      timeouts: timeoutsOf(options.timeoutSeconds),
      sockets: options.concurrency,
      attempts: ATTEMPTS,
      network,
    });
    return making;
  };
  // A server that has no bucket in its address may call its bucket anything.
  const isOwn = (name: string | undefined): boolean =>
    options.style === 'none' ? name !== undefined : name === options.bucket;

  async function turn(): Promise<void> {
    await pace?.turn(signal ?? NEVER).catch((error: unknown) => {
      throw signal?.aborted ? stoppedBy(signal) : error;
    });
  }

  async function pageOnce(prefix: string, more: object): Promise<ListingPage> {
    requests += 1;
    const { ListObjectsV2Command } = await awsSdk();
    const command = new ListObjectsV2Command({ Bucket: bucketFor(options), Prefix: prefix, ...more });
    const abort = signal === undefined ? {} : { abortSignal: signal };
    const taken = takePage(command, prefix, lowSpeed);
    try {
      await (await client()).send(command, abort);
    } catch (thrown) {
      const failure = requestError(`listing of ${prefix}`, thrown, signal);
      const error = throughProxy(failure, network, bucketAddress(options));
      throw options.style === 'none' ? withoutListing(options, error) : error;
    }
    const one = await parsePage(taken());
    if (typeof one === 'string') throw noListing(prefix, one);
    const { bucket, truncated, token } = one;
    // A login page or an empty body with status 200 parses as a listing without entries.
    if (!isOwn(bucket) || truncated === undefined || (truncated && token === undefined)) {
      throw options.style === 'none' ? withoutListing(options) : notWhole(prefix, one);
    }
    return one;
  }

  return {
    async page(prefix, more) {
      let spent = 0;
      for (const wait of WAITS) {
        await turn();
        const began = performance.now();
        try {
          return await pageOnce(prefix, more);
        } catch (thrown) {
          spent += performance.now() - began;
          if (spent > PATIENCE_MS || !mayPass(asTapehaulError(thrown))) throw thrown;
          await sleep(wait, undefined, signal === undefined ? {} : { signal }).catch((error: unknown) => {
            throw signal?.aborted ? stoppedBy(signal) : error;
          });
        }
      }
      await turn();
      return pageOnce(prefix, more);
    },
    get requests() {
      return requests;
    },
    // A client that could not be made or cannot be closed does not matter: the pages are read.
    close: () => void making?.then((one) => one.destroy()).catch(() => {}),
  };
}

/** Whether trying again at once may help. */
function mayPass({ code, retry }: TapehaulError): boolean {
  return retry !== 'never' && (code === 'connection_failed' || code === 'truncated');
}
