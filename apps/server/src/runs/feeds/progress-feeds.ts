import type { HostPaths } from '../../records/host-paths.ts';
import { ProgressFeed } from './progress-feed.ts';
import type { RunReadings } from './run-readings.ts';

/** How long a feed without followers is kept, in milliseconds: who comes back continues behind its last event. */
const KEPT = 60_000;

/** What feeds are made from. */
export interface ProgressFeedsParts {
  readonly readings: Pick<RunReadings, 'read'>;
  /** Whether this process works on a run. */
  readonly isOwn: (runId: string) => boolean;
  /** Takes paths of this machine out of what is sent. */
  readonly hostPaths: Pick<HostPaths, 'value'>;
}

/** A follower of the progress of a run, until it is disposed of. */
export interface FollowedProgress extends Disposable {
  readonly send: ProgressFeed['send'];
}

/** The progress of runs, one feed for all that follow the same run. */
export class ProgressFeeds {
  readonly #parts: ProgressFeedsParts;
  readonly #feeds = new Map<string, ProgressFeed>();
  readonly #closing = new AbortController();

  constructor(parts: ProgressFeedsParts) {
    this.#parts = parts;
  }

  /** Follows the progress of a run. Rejects with a TapehaulError `run_not_found`. */
  async follow(runId: string): Promise<FollowedProgress> {
    const feed = this.#feedOf(runId);
    const leave = (): void => {
      feed.leave();
      if (feed.isIdle) setTimeout(() => this.#forget(runId, feed), KEPT).unref();
    };
    try {
      await feed.enter();
    } catch (error) {
      this.#forget(runId, feed);
      throw error;
    }
    return { send: (...args) => feed.send(...args), [Symbol.dispose]: leave };
  }

  /** Lets all followers go. */
  close(): void {
    this.#closing.abort();
  }

  #feedOf(runId: string): ProgressFeed {
    const known = this.#feeds.get(runId);
    // One that is over may be of a run that has been continued since.
    if (known !== undefined && !known.isOver) return known;
    const { readings, isOwn, hostPaths } = this.#parts;
    const feed = new ProgressFeed({
      read: (before) => readings.read(runId, before),
      isOwn: () => isOwn(runId),
      shown: (data) => hostPaths.value(data),
      closed: this.#closing.signal,
    });
    this.#feeds.set(runId, feed);
    return feed;
  }

  #forget(runId: string, feed: ProgressFeed): void {
    if (feed.isIdle && this.#feeds.get(runId) === feed) this.#feeds.delete(runId);
  }
}
