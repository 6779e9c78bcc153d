/** How often and how long the server is tried, in milliseconds. */
export interface Timing {
  /** Time between two sendings: what comes in it goes in one request. */
  readonly everyMs: number;
  /** Longest time for one request. */
  readonly timeoutMs: number;
  /** Time between two checks whether the run was cancelled in Prefect. */
  readonly checkMs: number;
  /** Wait after the first failed request; each further one waits twice as long. */
  readonly backOffMs: number;
  /** Longest wait after a failed request. */
  readonly longestBackOffMs: number;
  /** Longest time that the end of the run waits for what is left to be sent. */
  readonly endMs: number;
}

/** What is used unless the caller says otherwise. */
export const USUAL_TIMING: Timing = {
  everyMs: 500,
  timeoutMs: 10_000,
  checkMs: 3_000,
  backOffMs: 1_000,
  longestBackOffMs: 30_000,
  endMs: 5_000,
};
