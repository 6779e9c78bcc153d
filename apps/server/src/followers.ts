import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { EventLog } from './event-log.ts';

/** A follower that reads nothing for so long is dropped, in milliseconds; it may come again. */
const PATIENCE = 30_000;

/** Those who follow runs by server-sent events. Each gets events at the pace at which it reads; none waits for it here. */
export class Followers {
  readonly #patience: number;
  /** How many follow now. */
  count = 0;
  /** How many have been dropped since they did not read. */
  dropped = 0;

  constructor(patience: number = PATIENCE) {
    this.#patience = patience;
  }

  /** Sends the events of a log behind a number, and then those that come, until its last one. */
  async follow(raw: ServerResponse, log: EventLog, since: number): Promise<void> {
    if (raw.destroyed) return;
    const gone = new AbortController();
    raw.once('close', () => gone.abort());
    this.count += 1;
    try {
      await this.#send(raw, log, since, gone.signal);
      raw.end();
    } catch (error) {
      if (gone.signal.aborted) return;
      this.dropped += 1;
      raw.destroy();
      if (!(error instanceof TooSlow)) throw error;
    } finally {
      this.count -= 1;
    }
  }

  async #send(raw: ServerResponse, log: EventLog, since: number, gone: AbortSignal): Promise<void> {
    let sent = since;
    for (;;) {
      const { last, content, isWhole, hasEnd } = log.after(sent);
      if (!isWhole && sent !== since) throw new TooSlow();
      if (content.length > 0 && !raw.write(content)) await this.#drained(raw, gone);
      if (hasEnd) return;
      if (content.length === 0) await log.changed(gone);
      sent = last;
    }
  }

  async #drained(raw: ServerResponse, gone: AbortSignal): Promise<void> {
    const patience = AbortSignal.timeout(this.#patience);
    try {
      await once(raw, 'drain', { signal: AbortSignal.any([gone, patience]) });
    } catch (error) {
      throw patience.aborted ? new TooSlow() : error;
    }
  }
}

/** A follower has not read what it was sent, or not for so long that what it missed is not kept any more. */
class TooSlow extends Error {}
