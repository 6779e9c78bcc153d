import { setTimeout as sleep } from 'node:timers/promises';
import { EventLog, eventText } from '../events/event-log.ts';
import { sendLog, type Write } from '../events/followers.ts';
import type { ProgressEvent } from './feed-events.ts';
import { progressChanges, type RunReading } from './progress-changes.ts';

/** How often a run is read while its progress is followed, in milliseconds: one of this process, and of another. */
const [OWN_EVERY, OTHERS_EVERY] = [500, 1_000];

/** What a feed is made from. */
export interface FeedOptions {
  /** Reads where the run stands; gives undefined where this process has left it to the next. */
  readonly read: (before: RunReading | undefined) => Promise<RunReading | undefined>;
  /** Whether this process works on the run. */
  readonly isOwn: () => boolean;
  /** Gives data as followers may read it. */
  readonly shown: <Data>(data: Data) => Data;
  /** The end of the service. */
  readonly closed: AbortSignal;
}

/** The progress of one run for all that follow it: read once for all followers, and only while there are any. */
export class ProgressFeed {
  readonly #options: FeedOptions;
  readonly #log: EventLog<ProgressEvent>;
  #latest: RunReading | undefined;
  #followers = 0;
  #reading: Promise<void> | undefined;

  constructor(options: FeedOptions) {
    this.#options = options;
    this.#log = new EventLog({ shown: options.shown });
  }

  /** Whether no more events come: the run has ended, or this process has left it. */
  get isOver(): boolean {
    return this.#log.isOver || this.#log.isBrokenOff;
  }

  /** Whether it has no followers. */
  get isIdle(): boolean {
    return this.#followers === 0;
  }

  /** Is read until {@link ProgressFeed.leave}; resolves once it has been. Rejects as reading the run does. */
  async enter(): Promise<void> {
    this.#followers += 1;
    try {
      this.#reading ??= this.#begin();
      await this.#reading;
    } catch (error) {
      this.#followers -= 1;
      throw error;
    }
  }

  leave(): void {
    this.#followers -= 1;
  }

  /** Sends the events behind a number, with a snapshot before where that number is not known; 0 is none. */
  async send(since: number, write: Write, gone: AbortSignal): Promise<void> {
    if (this.#latest === undefined) return;
    let from = since;
    if (since === 0 || !this.#log.after(since).isWhole) {
      const { run, active } = this.#latest;
      from = this.#log.last;
      await write(eventText('snapshot', this.#options.shown({ run, active }), from));
    }
    await sendLog(this.#log, from, write, gone);
  }

  /** Reads the run, and then again and again while it is followed. */
  async #begin(): Promise<void> {
    try {
      await this.#step();
    } catch (error) {
      this.#reading = undefined;
      throw error;
    }
    void this.#goOn();
  }

  async #goOn(): Promise<void> {
    const { isOwn, closed } = this.#options;
    try {
      while (this.#followers > 0 && !this.isOver) {
        await sleep(isOwn() ? OWN_EVERY : OTHERS_EVERY, undefined, { signal: closed });
        await this.#step();
      }
    } catch {
      // A follower requests it again; the refusal then says why it cannot be read.
      this.#log.breakOff();
    } finally {
      this.#reading = undefined;
    }
  }

  async #step(): Promise<void> {
    const reading = await this.#options.read(this.#latest);
    if (reading === undefined) return this.#log.breakOff();
    for (const event of progressChanges(this.#latest, reading)) this.#log.add(event);
    this.#latest = reading;
  }
}
