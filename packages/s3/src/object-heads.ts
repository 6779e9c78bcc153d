import { type ArchiveSource, bucketAddress, encodeKey, keyAtSource } from '@tapehaul/archive';
import type { RequestPace } from '@tapehaul/downloader';
import { stoppedBy, TapehaulError } from '@tapehaul/errors';
import { type Network, networkOf } from '@tapehaul/network';
import type { Dispatcher } from 'undici';
import { headOf } from './answers/object-head.ts';
import { requestError } from './answers/request-error.ts';
import { timeoutsOf } from './connections/client.ts';
import { dispatcherOf } from './connections/dispatcher-of.ts';

/** Which source receives the requests, and how. */
export interface ObjectHeadsOptions extends ArchiveSource {
  /** Longest time without an answer, in seconds. */
  readonly timeoutSeconds: number;
  /** Connections at once; 8 by default. */
  readonly connections?: number;
  /** Lets requests begin; each begins at once by default. */
  readonly pace?: RequestPace;
  /** How to connect; as the environment of the process says by default. */
  readonly network?: Network;
}

/** By what a source shows that it has changed an object; null where it does not say. */
export interface ObjectToken {
  /** Bytes. */
  readonly size: number | null;
  readonly etag: string | null;
  /** ISO 8601 UTC. */
  readonly lastModified: string | null;
}

/** Reads what a source says of objects, and none of their bytes. */
export interface ObjectHeads {
  /**
   * One HEAD request; null where the source does not have the object. Rejects with a TapehaulError where it gives another
   * answer, such as `request_refused` from one that answers no HEAD, or none.
   */
  head(key: string, signal: AbortSignal): Promise<ObjectToken | null>;
  close(): Promise<void>;
}

/** Opens nothing before the first request. Requests are not signed: a private source refuses them. */
export function objectHeads(options: ObjectHeadsOptions): ObjectHeads {
  const { network = networkOf(), timeoutSeconds, connections = 8, pace } = options;
  const { origin, pathname } = new URL(bucketAddress(options));
  const root = `${pathname.replace(/\/$/, '')}/`;
  let opening: Promise<Dispatcher> | undefined;
  const opened = (): Promise<Dispatcher> => {
    opening ??= dispatcherOf(network, origin, { connections, ...timeoutsOf(timeoutSeconds) });
    return opening;
  };
  return {
    async head(archiveKey, signal) {
      const key = keyAtSource(options, archiveKey);
      const dispatcher = await opened();
      try {
        await pace?.turn(signal);
        const path = root + encodeKey(key);
        const { statusCode, headers, body } = await dispatcher.request({
          origin,
          path,
          method: 'HEAD',
          signal,
        });
        await body.dump();
        if (statusCode === 404 || statusCode === 410) return null;
        if (statusCode !== 200) throw refused(archiveKey, statusCode);
        const { length: size, etag, lastModified } = headOf(headers, false);
        return { size, etag, lastModified };
      } catch (thrown) {
        if (signal.aborted) throw stoppedBy(signal);
        throw thrown instanceof TapehaulError ? thrown : requestError(archiveKey, thrown, signal);
      }
    },
    async close() {
      await (await opening?.catch(() => undefined))?.destroy();
    },
  };
}

function refused(key: string, status: number): TapehaulError {
  return new TapehaulError('request_refused', `${key}: a HEAD request was answered with status ${status}`, {
    facts: { key, status },
    hint: 'Check that the source allows HEAD requests for its objects.',
  });
}
