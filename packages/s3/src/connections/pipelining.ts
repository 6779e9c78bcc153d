/** Requests that go one by one after the first failure; twice as many after each further one, up to a limit. */
const PROBATION = 1_000;
const LONGEST_PROBATION = 64_000;

/**
 * Whether a short request may be sent behind another on one connection, before that is answered. Every server of
 * HTTP/1.1 must bear that (RFC 9112, 9.3.2), but not everything on the way does: some close the connection or
 * never answer the second request. So after such a failure requests go one by one for a while.
 */
export class Pipelining {
  #oneByOne = 0;
  #probation = PROBATION;
  #answered = 0;

  /** Starts one request. */
  allows(): boolean {
    if (this.#oneByOne === 0) return true;
    this.#oneByOne -= 1;
    return false;
  }

  /** A request that may have shared its connection was answered. */
  answered(): void {
    this.#answered += 1;
    if (this.#answered >= PROBATION) this.#probation = PROBATION;
  }

  /** A request that was sent, and may have shared its connection, got no answer. */
  failed(): void {
    // Those that failed with it, or were in progress, say nothing new.
    if (this.#oneByOne > 0) return;
    this.#answered = 0;
    this.#oneByOne = this.#probation;
    this.#probation = Math.min(this.#probation * 2, LONGEST_PROBATION);
  }
}
