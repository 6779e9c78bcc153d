import { Runtime } from '@temporalio/worker';

/**
 * Sets up what all workers of this process share: it prints nothing, since what matters is reported to the caller, and takes no signals, which belong
 * to the program. A program that has set it up already keeps what it has.
 */
export function quietRuntime(): void {
  const logger = { log() {}, trace() {}, debug() {}, info() {}, warn() {}, error() {} };
  try {
    Runtime.install({
      logger,
      shutdownSignals: [],
      telemetryOptions: { logging: { filter: 'off', forward: {} } },
    });
  } catch (error) {
    if (!(error instanceof Error && error.name === 'IllegalStateError')) throw error;
  }
}
