import { TapehaulError } from '@tapehaul/errors';
import { type FleetEngine, type StartedWorker, startWorker } from '@tapehaul/workflow/fleet';
import type { ListenAddress } from '../../options/option-values.ts';
import { stopOnSignals } from '../../process/signals.ts';
import { answerHealth } from '../../process/worker-health.ts';
import { WorkerLines } from '../../progress/fleet/worker-lines.ts';

/** Options of `tapehaul worker`. */
export interface WorkerOptions {
  /** Batches at once. */
  readonly slots: number;
  readonly staging?: string;
  /** How long files in progress may take to end after the first signal, in seconds. */
  readonly grace: number;
  readonly listen?: ListenAddress;
  readonly fleetEngine?: FleetEngine;
  /** One JSON object a line. */
  readonly json?: boolean;
}

/** How often a line says how far the worker is, in milliseconds. */
const PROGRESS_EVERY = 10_000;
/** How long after the grace the process may take to hand in and to give back, in milliseconds. */
const LAST_STEPS = 15_000;

/**
 * Works on batches of runs until a signal comes, or this machine is in trouble, and gives the exit status of the signal. Rejects with a TapehaulError when it cannot start, and with the
 * trouble of the machine.
 */
export async function worker({
  slots,
  staging,
  grace,
  listen,
  fleetEngine,
  json = false,
}: WorkerOptions): Promise<number> {
  const lines = new WorkerLines(json);
  const graceMs = grace * 1_000;
  let started: StartedWorker | undefined;
  const stop = stopOnSignals((step) => {
    lines.stopping(step, grace);
    if (step === 'at_once') started?.abandon();
  }, graceMs + LAST_STEPS);
  try {
    started = await startWorker({
      slots,
      onEvent: lines.event,
      onRunEvent: lines.runEvent,
      onTrouble: lines.trouble,
      ...(staging === undefined ? {} : { staging }),
      ...(fleetEngine === undefined ? {} : { engine: fleetEngine }),
    }).catch((thrown) => {
      throw namingStaging(thrown, staging);
    });
    const running = started;
    const health = listen && (await answerHealth(running, listen).catch(stopped(running)));
    lines.started(running.place, slots, health?.address);
    const timer = setInterval(() => lines.progress(running.counts), PROGRESS_EVERY);
    const trouble = await Promise.race([running.trouble, aborted(stop.gently)]);
    clearInterval(timer);
    await running.stop(trouble === undefined ? graceMs : 0);
    lines.ended(running.counts);
    health?.close();
    if (trouble !== undefined) throw ownTrouble(trouble);
    return stop.exitStatus() ?? 0;
  } finally {
    stop.dispose();
  }
}

/** Stops a worker that cannot be started in whole, and rejects with the reason. */
function stopped(worker: StartedWorker): (reason: unknown) => Promise<never> {
  return async (reason) => {
    await worker.stop(0);
    throw reason;
  };
}

/** The same error, which names the option as it was typed where files cannot arrive in the staging directory. */
function namingStaging(thrown: unknown, given: string | undefined): unknown {
  if (!(thrown instanceof TapehaulError) || thrown.facts.staging === undefined) return thrown;
  const subject = `files cannot arrive in the staging directory ${thrown.facts.staging}`;
  const typed = `--staging ${given} cannot be used`;
  return thrown.withMessage(given === undefined ? thrown.message : thrown.message.replace(subject, typed), {
    hint: 'Pass a directory that this user can create and write with --staging.',
  });
}

/** Resolves once a signal aborts. */
function aborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    else signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
}

/** Trouble of this machine, as the error that ends the worker. */
function ownTrouble(error: TapehaulError): TapehaulError {
  const hint = 'Its batches were given back to other workers. Solve this, then start the worker again.';
  return error.withMessage(`this worker ends: ${error.message}`, {
    hint: `${error.hint ?? ''} ${hint}`.trim(),
  });
}
