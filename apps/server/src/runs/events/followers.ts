import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { SAFE_HEADERS } from '../../http/safe-headers.ts';
import type { EventLog } from './event-log.ts';

/** A follower that reads nothing for so long is dropped, in milliseconds; it may come again. */
const PATIENCE = 30_000;
/** A comment so often keeps proxies from closing a quiet stream, in milliseconds. */
const COMMENT_EVERY = 15_000;
/** How long the end of the service waits for followers to receive what is left, in milliseconds. */
const LAST_WORDS = 2_000;

/** Sends a piece of a stream; resolves when there is room for the next. Rejects when the follower has gone or does not read. */
export type Write = (content: string | Buffer) => Promise<void>;

/** Those who follow runs by server-sent events. Each is sent what it reads, at its pace; nothing piles up for it. */
export class Followers {
  readonly #patience: number;
  readonly #served = new Set<Promise<void>>();
  /** How many have been dropped since they did not read. */
  dropped = 0;

  constructor(patience: number = PATIENCE) {
    this.#patience = patience;
  }

  /** How many follow now. */
  get count(): number {
    return this.#served.size;
  }

  /**
   * Answers with a stream of events: `send` writes them until it has no more. Rejects with what goes wrong in `send`, and
   * then the stream breaks off.
   */
  async serve(raw: ServerResponse, send: (write: Write, gone: AbortSignal) => Promise<void>): Promise<void> {
    if (raw.destroyed) return;
    const served = this.#serve(raw, send);
    this.#served.add(served);
    try {
      await served;
    } finally {
      this.#served.delete(served);
    }
  }

  /** Resolves when all have received everything, or some seconds later. */
  async settled(): Promise<void> {
    await Promise.race([Promise.allSettled(this.#served), sleep(LAST_WORDS, undefined, { ref: false })]);
  }

  async #serve(raw: ServerResponse, send: (write: Write, gone: AbortSignal) => Promise<void>): Promise<void> {
    const gone = new AbortController();
    raw.once('close', () => gone.abort());
    // A connection that breaks says so by its close.
    raw.on('error', () => {});
    raw.writeHead(200, { ...SAFE_HEADERS, 'content-type': 'text/event-stream' });
    const comment = setInterval(() => raw.write(': still here\n\n'), COMMENT_EVERY);
    const write: Write = async (content) => {
      if (!raw.write(content)) await this.#within(raw, 'drain', gone.signal);
    };
    try {
      await send(write, gone.signal);
      clearInterval(comment);
      raw.end();
      await this.#within(raw, 'finish', gone.signal);
    } catch (error) {
      if (gone.signal.aborted) return;
      raw.destroy();
      if (!(error instanceof TooSlow)) throw error;
      this.dropped += 1;
    } finally {
      clearInterval(comment);
    }
  }

  async #within(raw: ServerResponse, event: 'drain' | 'finish', gone: AbortSignal): Promise<void> {
    if (event === 'finish' && raw.writableFinished) return;
    const patience = AbortSignal.timeout(this.#patience);
    try {
      await once(raw, event, { signal: AbortSignal.any([gone, patience]) });
    } catch (error) {
      throw patience.aborted ? new TooSlow() : error;
    }
  }
}

/** A log as followers read it. */
type FollowedLog = Pick<EventLog<never>, 'after' | 'changed' | 'isBrokenOff'>;

/**
 * Sends the events of a log behind a number that it knows, and then those that come, until its last one or until it is
 * broken off.
 */
export async function sendLog(
  log: FollowedLog,
  since: number,
  write: Write,
  gone: AbortSignal,
): Promise<void> {
  let sent = since;
  for (;;) {
    const { last, content, isWhole, hasEnd } = log.after(sent);
    if (!isWhole) throw new TooSlow();
    if (content.length > 0) await write(content);
    if (hasEnd || (log.isBrokenOff && content.length === 0)) return;
    if (content.length === 0) await log.changed(gone);
    sent = last;
  }
}

/** A follower has not read what it was sent, or not for so long that what it missed is not kept any more. */
class TooSlow extends Error {}
