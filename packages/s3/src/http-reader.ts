import type { ArchiveSource } from '@tapehaul/archive';
import { TapehaulError } from '@tapehaul/errors';
import type { Dispatcher } from 'undici';
import { classify, refused } from './classify.ts';
import type { S3Timeouts } from './client.ts';
import { contentRange } from './content-range.ts';
import type { Ask, BodySink, ObjectHead, ObjectReader } from './object-reader.ts';

/** Longest error document that is read, in bytes. */
const DOCUMENT_LIMIT = 64 * 1_024;

/**
 * Anonymous reads over plain HTTP, which costs a third of what the AWS SDK does for a small object:
 * connections are kept alive, nothing is signed, one GET for each read. Proxies come from the environment.
 */
export function httpReader(source: ArchiveSource, timeouts: S3Timeouts, connections: number): ObjectReader {
  const { origin, pathname } = new URL(source.endpoint);
  const root = `${pathname.replace(/\/$/, '')}/${encodeURIComponent(source.bucket)}/`;
  let opening: Promise<Dispatcher> | undefined;
  const opened = (): Promise<Dispatcher> => {
    opening ??= dispatcherFor(origin, connections, timeouts);
    return opening;
  };

  return {
    async read(key, ask, sink, signal) {
      const dispatcher = await opened();
      const request: Dispatcher.DispatchOptions = {
        origin,
        path: root + key.split('/').map(encodeURIComponent).join('/'),
        method: 'GET',
        headers: headersOf(ask),
      };
      await new Promise<void>((resolve, reject) => {
        dispatcher.dispatch(request, new Reading(key, sink, signal, resolve, reject));
      });
    },
    close: async () => (await opening)?.destroy(),
  };
}

/** Loads undici, which takes as long as starting Node does: a run that finds all in place needs none. */
async function dispatcherFor(
  origin: string,
  connections: number,
  { connectMs, idleMs }: S3Timeouts,
): Promise<Dispatcher> {
  const { EnvHttpProxyAgent, Pool } = await import('undici');
  const options = {
    connections,
    connect: { timeout: connectMs },
    headersTimeout: idleMs,
    bodyTimeout: idleMs,
  };
  const { env } = process;
  const proxied = env.HTTP_PROXY ?? env.http_proxy ?? env.HTTPS_PROXY ?? env.https_proxy;
  return proxied === undefined || proxied === '' ? new Pool(origin, options) : new EnvHttpProxyAgent(options);
}

function headersOf({ range, ifMatch }: Ask): Record<string, string> {
  return {
    ...(range === undefined ? {} : { range: `bytes=${range.from}-${range.to}` }),
    ...(ifMatch === undefined ? {} : { 'if-match': `"${ifMatch}"` }),
  };
}

/** An answer that is not the object, as far as it has come. */
interface RefusalBody {
  readonly status: number;
  readonly retryAfter: string | undefined;
  readonly document: Buffer[];
  bytes: number;
}

/** One request under way: hands the body to the sink, or reads what the server says instead. */
class Reading implements Dispatcher.DispatchHandler {
  readonly #key: string;
  readonly #sink: BodySink;
  readonly #signal: AbortSignal;
  readonly #resolve: () => void;
  readonly #reject: (error: unknown) => void;
  #onAbort = (): void => {};
  #refusal: RefusalBody | undefined;
  #had = false;

  constructor(
    key: string,
    sink: BodySink,
    signal: AbortSignal,
    resolve: () => void,
    reject: (error: unknown) => void,
  ) {
    this.#key = key;
    this.#sink = sink;
    this.#signal = signal;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#signal.removeEventListener('abort', this.#onAbort);
    this.#onAbort = () => controller.abort(this.#signal.reason);
    if (this.#signal.aborted) this.#onAbort();
    else this.#signal.addEventListener('abort', this.#onAbort);
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    if (status === 200 || status === 206) this.#guard(controller, () => this.#sink.start(headOf(headers)));
    else this.#refusal = { status, retryAfter: text(headers['retry-after']), document: [], bytes: 0 };
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    const refusal = this.#refusal;
    if (refusal !== undefined) {
      refusal.bytes += chunk.length;
      if (refusal.bytes <= DOCUMENT_LIMIT) refusal.document.push(chunk);
      else controller.abort(this.#refused(refusal));
      return;
    }
    this.#guard(controller, () => {
      const taken = this.#sink.data(chunk);
      if (taken === 'more') return;
      if (taken === 'enough') {
        this.#had = true;
        controller.abort(new Error('enough'));
        return;
      }
      controller.pause();
      taken.then(
        () => controller.resume(),
        (error: unknown) => controller.abort(asError(error)),
      );
    });
  }

  onResponseEnd(): void {
    this.#signal.removeEventListener('abort', this.#onAbort);
    if (this.#refusal === undefined) this.#resolve();
    else this.#reject(this.#refused(this.#refusal));
  }

  onResponseError(_: unknown, error: Error): void {
    this.#signal.removeEventListener('abort', this.#onAbort);
    if (this.#had) this.#resolve();
    else this.#reject(classify(this.#key, error));
  }

  #refused({ status, retryAfter, document }: RefusalBody): TapehaulError {
    const body = Buffer.concat(document).toString('utf8');
    const [, name = `HTTP ${status}`] = /<Code>(\w+)<\/Code>/.exec(body) ?? [];
    const [, said] = /<Message>([^<]*)<\/Message>/.exec(body) ?? [];
    const message = said === undefined ? `the server answers ${status}` : `${name}: ${said}`;
    return refused(this.#key, { status, name, message, retryAfter });
  }

  #guard(controller: Dispatcher.DispatchController, work: () => void): void {
    try {
      work();
    } catch (error) {
      controller.abort(asError(error));
    }
  }
}

function headOf(headers: Record<string, string | string[] | undefined>): ObjectHead {
  const length = text(headers['content-length']);
  return {
    length: length === undefined ? null : Number(length),
    etag: text(headers.etag)?.replaceAll('"', '') ?? null,
    lastModified: isoTime(text(headers['last-modified'])),
    part: contentRange(text(headers['content-range'])),
  };
}

/** An HTTP date as ISO 8601 UTC; null for what is none. */
function isoTime(date: string | undefined): string | null {
  const time = new Date(date ?? '');
  return Number.isNaN(time.getTime()) ? null : time.toISOString();
}

function text(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new TapehaulError('internal', String(thrown));
}
