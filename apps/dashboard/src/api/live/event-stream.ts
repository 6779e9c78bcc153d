import { authorization } from '../service.ts';
import { refuseToken } from '../token.ts';
import { EventParser, type ServerEvent } from './event-parser.ts';

/** First and longest wait before a lost stream is requested again, in milliseconds. */
const [FIRST_WAIT, LONGEST_WAIT] = [250, 5_000];
/** A stream of which nothing comes, not even a heartbeat, is lost after so long, in milliseconds. */
const SILENCE = 60_000;

/** What a stream is followed with. */
export interface StreamOptions {
  readonly path: string;
  readonly signal: AbortSignal;
  readonly onEvent: (event: ServerEvent) => void;
  /** Called when the stream is up, and when it is lost; never twice with the same. */
  readonly onState: (isLive: boolean) => void;
}

/** Follows a stream until the signal aborts. One that breaks off is requested again, from behind its last event. */
export async function followStream({ path, signal, onEvent, onState }: StreamOptions): Promise<void> {
  let wait = FIRST_WAIT;
  let last: string | undefined;
  let isLive: boolean | undefined;
  const change = (now: boolean): void => {
    if (isLive !== now) onState(now);
    isLive = now;
  };
  while (!signal.aborted) {
    const silence = new Silence(signal);
    try {
      const body = await open(path, last, silence.signal);
      for await (const events of eventsOf(body, silence)) {
        change(true);
        for (const event of events) {
          wait = FIRST_WAIT;
          last = event.id ?? last;
          onEvent(event);
        }
      }
    } catch {
      // Lost: requested again below.
    } finally {
      silence.end();
    }
    if (signal.aborted) return;
    change(false);
    await pause(wait * (0.75 + Math.random() / 2), signal);
    wait = Math.min(2 * wait, LONGEST_WAIT);
  }
}

async function open(
  path: string,
  last: string | undefined,
  signal: AbortSignal,
): Promise<ReadableStream<Uint8Array>> {
  const headers = { ...authorization(), ...(last === undefined ? {} : { 'last-event-id': last }) };
  const answer = await fetch(path, { headers, signal, cache: 'no-store' });
  if (answer.status === 401) refuseToken();
  if (!answer.ok || answer.body === null) throw new Error(`the service answered ${answer.status}`);
  return answer.body;
}

/** The events of each piece that comes. */
async function* eventsOf(
  body: ReadableStream<Uint8Array>,
  silence: Silence,
): AsyncGenerator<readonly ServerEvent[], void, undefined> {
  const decoder = new TextDecoder();
  const parser = new EventParser();
  const reader = body.getReader();
  try {
    for (;;) {
      const { value } = await reader.read();
      if (value === undefined) return;
      silence.broken();
      yield parser.push(decoder.decode(value, { stream: true }));
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}

/** Aborts when nothing comes for too long. */
class Silence {
  readonly #controller = new AbortController();
  readonly signal: AbortSignal;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(signal: AbortSignal) {
    this.signal = AbortSignal.any([signal, this.#controller.signal]);
    this.broken();
  }

  broken(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#controller.abort(), SILENCE);
  }

  end(): void {
    clearTimeout(this.#timer);
  }
}

/** Waits; until the signal aborts at the longest. */
async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => [clearTimeout(timer), resolve()], { once: true });
  });
}
