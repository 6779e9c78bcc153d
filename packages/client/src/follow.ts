import type { ClientOptions } from './client.ts';

/** An event of a run. */
export interface RunEvent {
  /** Its number within the run; undefined for the snapshot. */
  readonly id: number | undefined;
  /** `snapshot`, `file`, `retry`, …, at last `ended`. */
  readonly event: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/**
 * Follows a run until it has ended, from the event behind `after` on. Rejects with an Error when the service refuses, and
 * when the stream breaks off: follow again from the last number then.
 */
export async function* followRun(
  { url, token }: ClientOptions,
  run: string,
  { after, signal }: { readonly after?: number; readonly signal?: AbortSignal } = {},
): AsyncGenerator<RunEvent, void, undefined> {
  const answer = await fetch(new URL(`/v1/runs/${encodeURIComponent(run)}/events`, url), {
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(after === undefined ? {} : { 'last-event-id': String(after) }),
    },
    ...(signal === undefined ? {} : { signal }),
  });
  if (!answer.ok || answer.body === null)
    throw new Error(`the service answered ${answer.status}: ${await answer.text()}`);
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of answer.body) {
    text += decoder.decode(chunk, { stream: true });
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      const event = eventOf(block);
      if (event === undefined) continue;
      yield event;
      if (event.event === 'ended') return;
    }
  }
  throw new Error('the stream of events broke off');
}

/** The event that a block of lines tells; undefined for a comment. */
function eventOf(block: string): RunEvent | undefined {
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
