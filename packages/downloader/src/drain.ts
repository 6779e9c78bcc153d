/** What is fetched together, a zip and its sidecar: whether any of it has begun. */
export interface Claim {
  begun: boolean;
}

/** Lets what has begun come to its end, and nothing else begin, once it is told to. */
export class Drain {
  #draining = false;
  #underWay = 0;
  #waiting: (() => void)[] = [];

  /** From now on nothing begins. Resolves once all that had begun is done. */
  async drain(): Promise<void> {
    this.#draining = true;
    if (this.#underWay > 0) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  /** Whether a transfer of a claim may begin now; it has begun then. */
  begins(claim: Claim | undefined): boolean {
    if (claim === undefined || claim.begun) return true;
    if (this.#draining) return false;
    claim.begun = true;
    this.#underWay += 1;
    return true;
  }

  /** What a claim stood for is done: in place, or given up. */
  done({ begun }: Claim): void {
    if (!begun) return;
    this.#underWay -= 1;
    if (this.#underWay === 0) for (const resolve of this.#waiting.splice(0)) resolve();
  }
}
