import { setTimeout as sleep } from 'node:timers/promises';
import { type ArchiveSource, bucketAddress, encodeKey, keyAtSource } from '@tapehaul/archive';
import type { RequestPace } from '@tapehaul/downloader';
import { asTapehaulError, stoppedBy, type TapehaulError } from '@tapehaul/errors';
import { type Network, networkOf } from '@tapehaul/network';
import type { Dispatcher } from 'undici';
import { beginningOf } from './answers/bound-errors.ts';
import { headerText } from './answers/object-head.ts';
import { requestError } from './answers/request-error.ts';
import { throughProxy } from './answers/through-proxy.ts';
import { timeoutsOf } from './connections/client.ts';
import { dispatcherOf } from './connections/dispatcher-of.ts';
import { type ProbeAnswer, refusalOf, serverIdentity } from './probe-answer.ts';

/** The place that is checked to be the source. */
export interface ProbeOptions extends ArchiveSource {
  /** An object that the source may hold: requested where it does not answer with a listing. */
  readonly key: string;
  /** Longest time without a byte, in seconds. */
  readonly timeoutSeconds: number;
  readonly signal: AbortSignal;
  /** `chain` where reads are signed: the probe is not, so that a refusal (401, 403) says nothing; `anonymous` by default. */
  readonly credentials?: 'anonymous' | 'chain';
  /** Lets requests begin; each begins at once by default. */
  readonly pace?: RequestPace;
  /** How to connect; as the environment of the process says by default. */
  readonly network?: Network;
}

/** What a source answered. */
export interface ProbedSource {
  /** Its clock, as the `date` header says; undefined where it says nothing. */
  readonly date: string | undefined;
  /** Whether it answers with listings. */
  readonly lists: boolean;
  /** Whether it has the object of the probe; undefined where that was not requested, or it is too busy to say. */
  readonly holdsKey: boolean | undefined;
}

/** Waits before an attempt that follows one without an answer, in milliseconds. */
const WAITS = [500, 1_000];

/**
 * Requests of a source one entry of its listing, and, where it does not answer with one, for the first byte of an object:
 * one request, or two, before thousands. Rejects with a TapehaulError where it is not the source, or cannot be reached;
 * no answer is given three chances within some seconds. A server that is too busy (429, 5xx) may be the source.
 */
export async function probeSource(options: ProbeOptions): Promise<ProbedSource> {
  const { signal, timeoutSeconds, network = networkOf(), pace } = options;
  const { connectMs, idleMs } = timeoutsOf(timeoutSeconds);
  const address = new URL(bucketAddress(options));
  const shared = { connections: 1, connectMs, idleMs: Math.min(idleMs, connectMs) };
  const dispatcher = await dispatcherOf(network, address.origin, shared);
  const refused = (answer: ProbeAnswer) => throughProxy(refusalOf(answer, options), network, address.href);
  try {
    const answerOf = (path: string, headers = {}) =>
      patiently(async () => {
        await pace?.turn(signal);
        return answerTo(dispatcher, address.origin, path, headers, signal);
      }, signal);
    const root = address.pathname.replace(/\/$/, '');
    const listing =
      options.style === 'none' ? undefined : await answerOf(`${root}/?list-type=2&max-keys=1&prefix=data%2F`);
    const lists = listing !== undefined && serverIdentity(listing, options) === 'source';
    if (lists || (listing !== undefined && isBusy(listing.status))) {
      return { date: listing.date, lists, holdsKey: undefined };
    }
    if (listing !== undefined && serverIdentity(listing, options) === 'other') throw refused(listing);
    const key = keyAtSource(options, options.key);
    const object = await answerOf(`${root}/${encodeKey(key)}`, { range: 'bytes=0-0' });
    const isPrivate = options.credentials === 'chain' && (object.status === 401 || object.status === 403);
    if (!isBusy(object.status) && !isPrivate && serverIdentity(object, options, key) !== 'source') {
      throw refused(object);
    }
    const holdsKey = isBusy(object.status) || isPrivate ? undefined : isThere(object.status);
    return { date: object.date, lists: false, holdsKey };
  } finally {
    await dispatcher.destroy();
  }
}

/** Whether a status answers with an object; 416 with an empty one. */
function isThere(status: number): boolean {
  return status === 200 || status === 206 || status === 416;
}

function isBusy(status: number): boolean {
  return status === 429 || (status >= 500 && status !== 501);
}

async function patiently(ask: () => Promise<ProbeAnswer>, signal: AbortSignal): Promise<ProbeAnswer> {
  for (const wait of WAITS) {
    try {
      return await ask();
    } catch (thrown) {
      const error = asTapehaulError(thrown, signal);
      if (error.retry === 'never' || error.code === 'stalled' || signal.aborted) throw error;
      await sleep(wait, undefined, { signal }).catch(() => {});
      if (signal.aborted) throw stoppedBy(signal);
    }
  }
  return ask();
}

async function answerTo(
  dispatcher: Dispatcher,
  origin: string,
  path: string,
  headers: Record<string, string>,
  signal: AbortSignal,
): Promise<ProbeAnswer> {
  try {
    const {
      statusCode: status,
      headers: answered,
      body,
    } = await dispatcher.request({
      origin,
      path,
      method: 'GET',
      headers,
      signal,
    });
    const text = (await beginningOf(body)).toString();
    const { date, location } = answered;
    return { status, text, date: headerText(date), location: headerText(location) };
  } catch (thrown) {
    throw inWords(requestError('', thrown, signal));
  }
}

/** The error without the place for a key that it begins with. */
function inWords(error: TapehaulError): TapehaulError {
  return error.message.startsWith(': ') ? error.withMessage(error.message.slice(2)) : error;
}
