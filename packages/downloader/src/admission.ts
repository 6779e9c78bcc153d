import { aborted } from '@tapehaul/errors';

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
  #underWay = 0;
  #draining = false;
  #drained: (() => void)[] = [];
  #roomy: (() => void)[] = [];

  constructor(mostInLine: number) {
    this.#mostInLine = mostInLine;
  }

  /** Resolves once a further call would soon begin; undefined when it would now. Rejects when the signal aborts. */
  room(signal: AbortSignal): Promise<void> | undefined {
    if (!this.#draining && this.#inLine < this.#mostInLine && !signal.aborted) return undefined;
    const free = new Promise<void>((resolve) => this.#roomy.push(resolve));
    return Promise.race([free, aborted(signal)]);
  }

  /** A call is made. {@link Admission.done} follows, whatever becomes of it. */
  ask(): void {
    this.#inLine += 1;
  }

  /** Whether a transfer of a claim may begin now; it has begun then. Without a claim it always may. */
  begins(claim: Claim | undefined): boolean {
    if (claim === undefined || claim.begun) return true;
    if (this.#draining) return false;
    claim.begun = true;
    claim.at = performance.now();
    this.#underWay += 1;
    this.#leaveLine();
    return true;
  }

  /** What a claim stood for is done: in place, or given up. */
  done({ begun }: Claim): void {
    if (begun) this.#underWay -= 1;
    else this.#leaveLine();
    if (this.#underWay === 0) for (const resolve of this.#drained.splice(0)) resolve();
  }

  /** From now on nothing begins. Resolves once all that had begun is done. */
  async drain(): Promise<void> {
    this.#draining = true;
    if (this.#underWay > 0) await new Promise<void>((resolve) => this.#drained.push(resolve));
  }

  #leaveLine(): void {
    this.#inLine -= 1;
    if (this.#roomy.length > 0 && !this.#draining && this.#inLine < this.#mostInLine) this.#roomy.shift()?.();
  }
}
