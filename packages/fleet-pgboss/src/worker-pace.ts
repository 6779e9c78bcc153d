/** How often a worker requests batches, and shows that it lives, in milliseconds. */
export interface WorkerPace {
  /** Wait after the queue had fewer batches than slots are free; 500 by default. */
  readonly pollMs: number;
  /** Time between heartbeats, which is also how soon it sees that a batch was withdrawn; 5,000 by default. */
  readonly beatMs: number;
}
