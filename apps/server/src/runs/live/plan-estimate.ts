import type { WorkflowEvent } from '@tapehaul/workflow';

/** Bytes that a run still has to fetch by its plan, corrected by how the files that came compare with it. */
export class PlanEstimate {
  #left: number | null = null;
  /** Of the files that came: what the plan counted them with, and what they are. */
  #planned = 0;
  #actual = 0;
  #isGuess = false;

  receive(event: WorkflowEvent): void {
    if (event.kind === 'planned') this.#left = event.bytes_left;
    if (event.kind === 'follow_up' && this.#left !== null) this.#left += event.bytes_left;
    if (event.kind !== 'file') return;
    // A file that planning finds in place is reported before the plan is.
    if (this.#left !== null) this.#left = Math.max(0, this.#left - event.planned_bytes);
    if (event.status !== 'downloaded' && event.status !== 'unverified') return;
    this.#planned += event.planned_bytes;
    this.#actual += event.bytes;
    if (event.bytes !== event.planned_bytes) this.#isGuess = true;
  }

  /** Whether a file came that is not as large as the plan counted it: its sizes are typical ones, and no measure of time. */
  get isGuess(): boolean {
    return this.#isGuess;
  }

  /** Null where the plan does not say. */
  get bytesLeft(): number | null {
    if (this.#left === null) return null;
    return Math.round(this.#left * (this.#planned > 0 ? this.#actual / this.#planned : 1));
  }
}
