/** How often the owner of a run on a fleet does what it does, in milliseconds. */
export interface FleetPace {
  /** Reads how far the run is, reports that, and offers further batches. */
  readonly everyMs: number;
  /** Offers the batches that no worker has again, so that one that a queue has lost is done, too. */
  readonly offerAgainMs: number;
  /** Says that no worker takes a batch. */
  readonly noWorkerMs: number;
  /** Waits at most for workers to give their batches back, when the run ends early: they see within five seconds that it was withdrawn. */
  readonly giveBackMs: number;
  /** Lives without an answer of the engine. */
  readonly engineLostMs: number;
}

/** The pace of a run in use. */
export const FLEET_PACE: FleetPace = {
  everyMs: 1_000,
  offerAgainMs: 5_000,
  noWorkerMs: 30_000,
  giveBackMs: 6_000,
  engineLostMs: 60_000,
};
