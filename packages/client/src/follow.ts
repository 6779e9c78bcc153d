import type { ClientOptions } from './client.ts';
import { ServiceError } from './service-error.ts';

/** An event of a run. */
export interface ServiceEvent {
  /** Its number within the run; undefined for the snapshot. */
  readonly id: number | undefined;
  /** `snapshot`, `file`, `retry`, …, at last `ended`. */
  readonly event: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** How a run is followed. */
export interface StreamOptions {
  /** Number of the event behind which to begin. */
  readonly after?: number;
  readonly signal?: AbortSignal;
  /** How long to try again when the stream breaks off, for example by a restart of the service, in milliseconds; 60,000 by default. */
  readonly patience?: number;
}

/** First and longest wait before the service is requested again, in milliseconds. */
const [FIRST_WAIT, LONGEST_WAIT] = [250, 5_000];

/**
 * Follows a run until it has ended. When the stream breaks off it continues behind the last event, with a `snapshot` where the
 * service does not have that one any more. Rejects with a {@link ServiceError} when the service refuses, and when it cannot
 * be reached: at first, or for all of `patience` later.
 */
export async function* followRun(
  service: ClientOptions,
  run: string,
  { after, signal, patience = 60_000 }: StreamOptions = {},
): AsyncGenerator<ServiceEvent, void, undefined> {
  let last = after;
  let body = await open(service, run, last, signal);
  for (;;) {
    for await (const event of eventsOf(body, signal)) {
      last = event.id ?? last;
      yield event;
      if (event.event === 'ended') return;
    }
    const until = Date.now() + patience;
    for (let wait = FIRST_WAIT; ; wait = Math.min(2 * wait, LONGEST_WAIT)) {
      await pause(wait, signal);
      try {
        body = await open(service, run, last, signal);
        break;
      } catch (error) {
        const mayPass = error instanceof ServiceError && error.mayPass && Date.now() < until;
        if (!mayPass) throw error;
      }
    }
  }
}

/** Opens the stream of events behind one. */
async function open(
  { url, token, fetch = globalThis.fetch }: ClientOptions,
  run: string,
  after: number | undefined,
  signal: AbortSignal | undefined,
): Promise<ReadableStream<Uint8Array>> {
  const address = `${url.replace(/\/+$/, '')}/v1/runs/${encodeURIComponent(run)}/events`;
  const headers = {
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    ...(after === undefined ? {} : { 'last-event-id': String(after) }),
  };
  const request = new Request(address, { headers, ...(signal === undefined ? {} : { signal }) });
  const answer = await fetch(request).catch((cause: unknown) => {
    signal?.throwIfAborted();
    throw new ServiceError(undefined, `the service at ${url} cannot be reached`, { cause });
  });
  if (answer.ok && answer.body !== null) return answer.body;
  throw ServiceError.of(answer.status, await answer.text());
}

/** The events of a stream until it ends or breaks off. */
async function* eventsOf(
  body: ReadableStream<Uint8Array>,
  signal: AbortSignal | undefined,
): AsyncGenerator<ServiceEvent, void, undefined> {
  const decoder = new TextDecoder();
  const reader = body.getReader();
  let text = '';
  try {
    for (;;) {
      const chunk = await reader.read().catch(() => ({ value: undefined }));
      signal?.throwIfAborted();
      if (chunk.value === undefined) return;
      text += decoder.decode(chunk.value, { stream: true });
      const blocks = text.split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) {
        const event = eventOf(block);
        if (event !== undefined) yield event;
      }
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}

/** Waits, unless the signal aborts: rejects then. */
async function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  signal?.throwIfAborted();
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    const stop = (): void => {
      clearTimeout(timer);
      resolve();
    };
    signal?.addEventListener('abort', stop, { once: true });
  });
  signal?.throwIfAborted();
}

/** The event that a block of lines holds; undefined for a comment. */
function eventOf(block: string): ServiceEvent | undefined {
  const fields = new Map(
    block.split('\n').map((line): [string, string] => {
      const at = line.indexOf(': ');
      return [line.slice(0, at), line.slice(at + 2)];
    }),
  );
  const [event, data, id] = [fields.get('event'), fields.get('data'), fields.get('id')];
  if (event === undefined || data === undefined) return undefined;
  return { id: id === undefined ? undefined : Number(id), event, data: JSON.parse(data) };
}
