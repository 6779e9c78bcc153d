import type { ClientOptions } from './client.ts';
import { eventsOf, openStream, type ServiceEvent } from './event-stream.ts';
import type { components } from './service.ts';
import { ServiceError } from './service-error.ts';

/** Any event of a run; `event` says which. A newer service may send others. */
export type RunEvent = components['schemas']['RunEvent'];
/** An event of the progress of a run; `event` says which. A newer service may send others. */
export type RunProgressEvent = components['schemas']['RunProgressEvent'];
/** An event of all runs; `event` says which. A newer service may send others. */
export type RunsEvent = components['schemas']['RunsEvent'];

/** How a stream of events is followed. */
export interface StreamOptions {
  /** Number of the event behind which to begin. */
  readonly after?: number;
  readonly signal?: AbortSignal;
  /** How long to try again when the stream breaks off, for example by a restart of the service, in milliseconds; 60,000 by default. */
  readonly patience?: number;
}

/** How a run is followed. */
export interface RunStreamOptions<View extends 'full' | 'progress'> extends StreamOptions {
  /** Each event of the run, `full`, by default; or where it stands, `progress`, at most twice a second. */
  readonly view?: View;
}

/** First and longest wait before the service is requested again, in milliseconds. */
const [FIRST_WAIT, LONGEST_WAIT] = [250, 5_000];

/**
 * Follows a run until it has ended. When the stream breaks off it continues behind the last event, with a `snapshot` where the
 * service does not have that one any more. Rejects with a {@link ServiceError} when the service refuses, and when it cannot
 * be reached: at first, or for all of `patience` later.
 */
export function followRun(
  service: ClientOptions,
  run: string,
  options?: RunStreamOptions<'full'>,
): AsyncGenerator<RunEvent, void, undefined>;
export function followRun(
  service: ClientOptions,
  run: string,
  options: RunStreamOptions<'progress'>,
): AsyncGenerator<RunProgressEvent, void, undefined>;
export async function* followRun(
  service: ClientOptions,
  run: string,
  { view = 'full', ...options }: RunStreamOptions<'full' | 'progress'> = {},
): AsyncGenerator<unknown, void, undefined> {
  const query = view === 'full' ? '' : `?view=${view}`;
  for await (const event of followed(
    service,
    `/v1/runs/${encodeURIComponent(run)}/events${query}`,
    options,
  )) {
    yield event;
    if (event.event === 'ended') return;
  }
}

/**
 * Follows all runs that are in progress or wait, in the output directories that the token is for; it does not end. It continues
 * and rejects as {@link followRun} does.
 */
export async function* followRuns(
  service: ClientOptions,
  options: StreamOptions = {},
): AsyncGenerator<RunsEvent, void, undefined> {
  // What a service sends is of the types that are made from it.
  for await (const event of followed(service, '/v1/events', options)) yield event as unknown as RunsEvent;
}

/** The events of a stream without end, which is opened again whenever it breaks off. */
async function* followed(
  service: ClientOptions,
  path: string,
  { after, signal, patience = 60_000 }: StreamOptions,
): AsyncGenerator<ServiceEvent, void, undefined> {
  let last = after;
  let body = await openStream(service, path, last, signal);
  for (;;) {
    for await (const event of eventsOf(body, signal)) {
      last = event.id ?? last;
      yield event;
    }
    const until = Date.now() + patience;
    for (let wait = FIRST_WAIT; ; wait = Math.min(2 * wait, LONGEST_WAIT)) {
      await pause(wait, signal);
      try {
        body = await openStream(service, path, last, signal);
        break;
      } catch (error) {
        const mayPass = error instanceof ServiceError && error.mayPass && Date.now() < until;
        if (!mayPass) throw error;
      }
    }
  }
}

/** Waits, unless the signal aborts: rejects then. */
async function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  signal?.throwIfAborted();
  await new Promise<void>((resolve) => {
    const stop = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
      resolve();
    };
    const timer = setTimeout(stop, milliseconds);
    signal?.addEventListener('abort', stop, { once: true });
  });
  signal?.throwIfAborted();
}
