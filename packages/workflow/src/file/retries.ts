import type { CollectionConfig } from '@tapehaul/config';
import { exponential, type RetryDelay } from '@tapehaul/orchestrator';

/** How often and when a file is tried again. */
export interface FileRetries {
  readonly retries: number;
  readonly retryDelaySeconds: RetryDelay;
}

/** What delays grow to that begin with less, in seconds. */
const LONGEST = 3_600;

/**
 * The retries of one file: rounds of `task_retry_attempts` with growing delays, and `retry_attempts` further
 * rounds, each after `retry_delay_seconds`. Each file waits on its own, so none holds up another.
 */
export function fileRetries(config: CollectionConfig): FileRetries {
  const perRound = config.task_retry_attempts + 1;
  const first = config.task_retry_delay_seconds;
  const growing = exponential(first, { maxSeconds: Math.max(LONGEST, first) });
  return {
    retries: perRound * (config.retry_attempts + 1) - 1,
    retryDelaySeconds: (attempt) => {
      const inRound = attempt % perRound;
      return inRound === 0 ? config.retry_delay_seconds : growing(inRound);
    },
  };
}
