/** How often an owner reads the requests of other processes, in milliseconds. */
const LISTEN_EVERY = 1_000;
/** After that many reads it also renews its leases. */
const BEAT_EVERY = 5;

/** Has an owner listen and renew its leases, one time after the other; keeps no process from ending. */
export class LeaseClock {
  readonly #listen: (beats: boolean) => Promise<void>;
  readonly #timer: NodeJS.Timeout;
  #times = 0;
  #listening: Promise<void> | undefined;

  constructor(listen: (beats: boolean) => Promise<void>) {
    this.#listen = listen;
    this.#timer = setInterval(() => this.#tick(), LISTEN_EVERY);
    this.#timer.unref();
  }

  /** Resolves once nothing more is read or renewed. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#listening;
  }

  #tick(): void {
    if (this.#listening !== undefined) return;
    this.#times += 1;
    const turn = this.#listen(this.#times % BEAT_EVERY === 0);
    // A server that cannot be reached fails the writers; the next turn tries again.
    this.#listening = turn
      .catch(() => {})
      .finally(() => {
        this.#listening = undefined;
      });
  }
}
