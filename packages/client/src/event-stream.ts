import type { ClientOptions } from './client.ts';
import { ServiceError } from './service-error.ts';

/** An event as a service sends it. */
export interface ServiceEvent {
  /** Its number; undefined for the snapshots of a run that another process works on. */
  readonly id?: number | undefined;
  /** `snapshot`, `file`, `retry`, …, at last `ended`. */
  readonly event: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Opens the stream of events at a path of a service, behind one of a number. Rejects with a {@link ServiceError}. */
export async function openStream(
  { url, token, fetch = globalThis.fetch }: ClientOptions,
  path: string,
  after: number | undefined,
  signal: AbortSignal | undefined,
): Promise<ReadableStream<Uint8Array>> {
  const address = `${url.replace(/\/+$/, '')}${path}`;
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
export async function* eventsOf(
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
