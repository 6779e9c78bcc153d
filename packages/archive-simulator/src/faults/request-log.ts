import { fits, type RequestPattern, type SeenRequest } from './request-pattern.ts';

/** Requests that are remembered; older ones are forgotten. */
const REMEMBERED = 100_000;

interface Waiter {
  readonly predicate: (request: SeenRequest) => boolean;
  readonly resolve: (request: SeenRequest) => void;
}

/** What clients requested of the simulator: the latest 100,000 requests in order of arrival, and bytes sent. */
export class RequestLog {
  #requests: SeenRequest[] = [];
  #waiters: Waiter[] = [];
  #bytesSent = 0;

  /** Bytes of bodies sent since the start or the last {@link clear}; headers are not counted. */
  get bytesSent(): number {
    return this.#bytesSent;
  }

  /** How many remembered requests fit the pattern; without one, all of them. */
  count(pattern: RequestPattern = {}): number {
    return this.#requests.reduce((count, request) => (fits(request, pattern) ? count + 1 : count), 0);
  }

  /** The remembered requests that fit the pattern, oldest first. */
  list(pattern: RequestPattern = {}): SeenRequest[] {
    return this.#requests.filter((request) => fits(request, pattern));
  }

  /** The first remembered request that the predicate accepts, or else the next one to arrive. Never rejects. */
  waitFor(predicate: (request: SeenRequest) => boolean): Promise<SeenRequest> {
    const seen = this.#requests.find(predicate);
    if (seen !== undefined) return Promise.resolve(seen);
    return new Promise((resolve) => {
      this.#waiters.push({ predicate, resolve });
    });
  }

  /** Forgets all requests and counts bytes from zero; waiting callers keep waiting. */
  clear(): void {
    this.#requests = [];
    this.#bytesSent = 0;
  }

  /** Notes a request that has arrived; the simulator calls it. */
  add(request: SeenRequest): void {
    this.#requests.push(request);
    // Cut rarely, so that a full log does not shift all its entries with each request.
    if (this.#requests.length >= 2 * REMEMBERED) this.#requests = this.#requests.slice(-REMEMBERED);
    this.#waiters = this.#waiters.filter(({ predicate, resolve }) => {
      if (!predicate(request)) return true;
      resolve(request);
      return false;
    });
  }

  /** Notes body bytes that went out; the simulator calls it. */
  addBytes(count: number): void {
    this.#bytesSent += count;
  }
}
