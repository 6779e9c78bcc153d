import { stoppedBy } from '@tapehaul/errors';

/** What is fetched together, a zip and its sidecar: whether any of it has begun, and when by `performance.now()`. */
export interface Claim {
  begun: boolean;
  at?: number;
}

/**
 * Decides what may begin: after a drain nothing more. Calls that have not begun wait in line; when enough of them do,
 * there is no room for others, which had better not be made yet.
 */
export class Admission {
  readonly #mostInLine: number;
  #inLine = 0;
  #inProgress = 0;
  #draining = false;
  #drained: (() => void)[] = [];
  #roomy: (() => void)[] = [];

  constructor(mostInLine: number) {
    this.#mostInLine = mostInLine;
  }

  /** Calls that have begun and are not done. */
  get inProgress(): number {
    return this.#inProgress;
  }

  /** Resolves once a further call would soon begin; undefined when it would now. Rejects when the signal aborts. */
  room(signal: AbortSignal): Promise<void> | undefined {
    if (!this.#draining && this.#inLine < this.#mostInLine && !signal.aborted) return undefined;
    return new Promise<void>((resolve, reject) => {
      const stop = (): void => reject(stoppedBy(signal));
      if (signal.aborted) return stop();
      signal.addEventListener('abort', stop, { once: true });
      this.#roomy.push(() => {
        signal.removeEventListener('abort', stop);
        resolve();
      });
    });
  }

  /** A call is made. {@link Admission.done} follows, however it ends. */
  enter(): void {
    this.#inLine += 1;
  }

  /** Whether a transfer of a claim may begin now; it has begun then. Without a claim it always may. */
  begins(claim: Claim | undefined): boolean {
    if (claim === undefined || claim.begun) return true;
    if (this.#draining) return false;
    claim.begun = true;
    claim.at = performance.now();
    this.#inProgress += 1;
    this.#leaveLine();
    return true;
  }

  /** What a claim stood for is done: in place, or given up. */
  done({ begun }: Claim): void {
    if (begun) this.#inProgress -= 1;
    else this.#leaveLine();
    if (this.#inProgress === 0) for (const resolve of this.#drained.splice(0)) resolve();
  }

  /** From now on nothing begins. Resolves once all that had begun is done. */
  async drain(): Promise<void> {
    this.#draining = true;
    if (this.#inProgress > 0) await new Promise<void>((resolve) => this.#drained.push(resolve));
  }

  #leaveLine(): void {
    this.#inLine -= 1;
    if (this.#draining || this.#inLine >= this.#mostInLine) return;
    for (const enter of this.#roomy.splice(0)) enter();
  }
}
