/** Time over which a rate is taken, in milliseconds. */
const OVER = 10_000;

/** What has ended by a time. */
interface Ended {
  /** Milliseconds. */
  readonly at: number;
  readonly files: number;
  readonly bytes: number;
}

/** How fast files of a run end, over the last ten seconds. */
export class FleetRate {
  readonly #seen: Ended[] = [];

  /** Takes what has ended by now, and gives files and bytes a second; 0 until a second time. */
  add(now: Ended): { readonly files: number; readonly bytes: number } {
    this.#seen.push(now);
    while (this.#seen[1] !== undefined && this.#seen[1].at <= now.at - OVER) this.#seen.shift();
    const first = this.#seen[0] ?? now;
    const seconds = (now.at - first.at) / 1_000;
    if (seconds <= 0) return { files: 0, bytes: 0 };
    return { files: (now.files - first.files) / seconds, bytes: (now.bytes - first.bytes) / seconds };
  }
}
