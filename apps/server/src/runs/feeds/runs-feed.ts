import { setTimeout as sleep } from 'node:timers/promises';
import type { Reach } from '../../access/reach.ts';
import { EventLog, eventText } from '../events/event-log.ts';
import { sendLog, type Write } from '../events/followers.ts';
import type { ActiveRuns } from './active-runs.ts';
import type { RunsEvent } from './feed-events.ts';
import { goneRuns, type RunsInSight, runsChanges } from './runs-changes.ts';

/** How often runs are read while they are followed, in milliseconds. */
const READ_EVERY = 1_000;
/** Most logs without a follower that are kept for those who reconnect. */
const MOST_IDLE = 16;

/** What a feed of all runs is made from. */
export interface RunsFeedOptions {
  readonly active: Pick<ActiveRuns, 'read' | 'ended' | 'endedLately'>;
  /** Gives data as followers may read it. */
  readonly shown: <Data>(data: Data) => Data;
}

/** What followers of one reach share. */
interface Channel {
  readonly reach: Reach;
  readonly log: EventLog<RunsEvent>;
  followers: number;
}

/** All runs in progress and in the queue, for all that follow them: read once for all followers, and only while there are any. */
export class RunsFeed {
  readonly #options: RunsFeedOptions;
  readonly #channels = new Map<string, Channel>();
  readonly #closing = new AbortController();
  #latest: RunsInSight = new Map();
  #reading: Promise<void> | undefined;

  constructor(options: RunsFeedOptions) {
    this.#options = options;
  }

  /**
   * Sends the events of the runs within reach behind a number, with a snapshot before where that number is not known, until the
   * follower goes or the service ends; 0 is no number.
   */
  async send(reach: Reach, since: number, write: Write, gone: AbortSignal): Promise<void> {
    const channel = this.#channelOf(reach);
    channel.followers += 1;
    try {
      this.#reading ??= this.#begin();
      await this.#reading;
      const { log } = channel;
      let from = since;
      if (since === 0 || !log.after(since).isWhole) {
        from = log.last;
        const runs = [...this.#latest.values()].filter((run) => reach.has(run.output_directory));
        await write(eventText('snapshot', this.#options.shown({ runs }), from));
      }
      await sendLog(log, from, write, gone);
    } finally {
      channel.followers -= 1;
      this.#forgetIdle();
    }
  }

  /** Lets all followers go. */
  close(): void {
    this.#closing.abort();
    for (const { log } of this.#channels.values()) log.breakOff();
  }

  /** Reads the runs, and then again and again while they are followed. */
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
    try {
      while ([...this.#channels.values()].some(({ followers }) => followers > 0)) {
        await sleep(READ_EVERY, undefined, { signal: this.#closing.signal });
        await this.#step();
      }
    } catch {
      // Who follows comes again.
      for (const { log } of this.#channels.values()) log.breakOff();
      this.#channels.clear();
    } finally {
      this.#reading = undefined;
    }
  }

  async #step(): Promise<void> {
    const { active } = this.#options;
    // Before the others are read: one of them that ends meanwhile is seen to be gone the next time.
    const ended = new Map((await active.endedLately()).map((run) => [run.run_id, run]));
    const now = await active.read();
    for (const last of goneRuns(this.#latest, now)) {
      const run = ended.get(last.run_id) ?? (await active.ended(last));
      if (run !== undefined) ended.set(last.run_id, run);
    }
    const events = runsChanges(this.#latest, now, [...ended.values()]);
    this.#latest = now;
    for (const event of events) {
      for (const { reach, log } of this.#channels.values()) {
        if (reach.has(event.run.output_directory)) log.add(event);
      }
    }
  }

  #channelOf(reach: Reach): Channel {
    const key = JSON.stringify(reach.directories ?? null);
    const known = this.#channels.get(key);
    if (known !== undefined) return known;
    const { shown } = this.#options;
    const channel = { reach, log: new EventLog<RunsEvent>({ shown, ends: false }), followers: 0 };
    this.#channels.set(key, channel);
    return channel;
  }

  #forgetIdle(): void {
    const idle = [...this.#channels].filter(([, { followers }]) => followers === 0);
    for (const [key] of idle.slice(0, Math.max(0, idle.length - MOST_IDLE))) this.#channels.delete(key);
  }
}
