import { setTimeout as wait } from 'node:timers/promises';
import type { BatchWork } from '@tapehaul/fleet';
import { NativeConnection, Worker } from '@temporalio/worker';
import { flowBundle } from '../flow/flow-bundle.ts';
import { ANSWER_MS } from '../server/open-client.ts';
import { connectionOptions, type Place } from '../server/place.ts';
import { noAnswer } from '../server/temporal-error.ts';
import { BatchActivity } from './batch-activity.ts';
import { quietRuntime } from './quiet-runtime.ts';

/** Wait before a worker that failed is begun anew, in milliseconds. */
const ANEW_AFTER = 2_000;

/** How a worker works. */
export interface Serve {
  readonly slots: number;
  readonly work: BatchWork;
  readonly beatMs: number;
  /** Receives what ended a worker, before another one is begun. */
  readonly onTrouble: (error: unknown) => void;
}

/** A worker of the server: takes batches, and runs the workflows that hand them out. It is begun anew until it is stopped. */
export class TemporalWorker {
  readonly #place: Place;
  readonly #serve: Serve;
  readonly #activity: BatchActivity;
  readonly #stopped = new AbortController();
  readonly #serving: Promise<void>;

  constructor(place: Place, serve: Serve) {
    this.#place = place;
    this.#serve = serve;
    this.#activity = new BatchActivity(serve.work, serve.beatMs);
    this.#serving = this.#untilStopped();
  }

  /** Takes no further batch. Resolves once those in progress have ended. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#serving;
  }

  /** Aborts what is in progress, and stops. */
  async abandon(): Promise<void> {
    this.#stopped.abort();
    this.#activity.abandon();
    await this.#serving;
  }

  async #untilStopped(): Promise<void> {
    const { signal } = this.#stopped;
    while (!signal.aborted) {
      try {
        await this.#run(signal);
      } catch (error) {
        this.#serve.onTrouble(error);
        await wait(ANEW_AFTER, undefined, { signal }).catch(() => {});
      }
    }
  }

  /** Works until it is stopped. Rejects when the server cannot be reached at first, or refuses this worker. */
  async #run(signal: AbortSignal): Promise<void> {
    quietRuntime();
    // Of its own: a connection has only one worker for a queue.
    const connection = await connect(this.#place);
    try {
      const worker = await this.#create(connection);
      const running = worker.run();
      const stop = (): void => worker.shutdown();
      if (signal.aborted) stop();
      else signal.addEventListener('abort', stop, { once: true });
      await running.finally(() => signal.removeEventListener('abort', stop));
    } finally {
      await connection.close();
    }
  }

  async #create(connection: NativeConnection): Promise<Worker> {
    const { namespace, taskQueue } = this.#place;
    const { slots, beatMs } = this.#serve;
    const { workOnBatch } = this.#activity;
    return Worker.create({
      connection,
      namespace,
      taskQueue,
      activities: { workOnBatch },
      ...(await flowBundle()),
      maxConcurrentActivityTaskExecutions: slots,
      // Few runs are open at once, and their workflows are small.
      maxConcurrentWorkflowTaskExecutions: 4,
      maxConcurrentWorkflowTaskPolls: 2,
      maxCachedWorkflows: 50,
      stickyQueueScheduleToStartTimeout: '5 seconds',
      // By default four fifths of the time after which a worker is dead, and that late it sees what was withdrawn.
      maxHeartbeatThrottleInterval: beatMs,
      defaultHeartbeatThrottleInterval: beatMs,
      // The program that stops a worker decides how long its batches may last; by default they are aborted at once.
      shutdownGraceTime: '365 days',
    });
  }
}

/** The SDK tries for longer than anyone wants to wait. */
async function connect(place: Place): Promise<NativeConnection> {
  const connecting = NativeConnection.connect(connectionOptions(place));
  const made = new AbortController();
  const tooLate = wait(ANSWER_MS, 'late' as const, { signal: made.signal }).catch(() => 'late' as const);
  const first = await Promise.race([connecting, tooLate]).finally(() => made.abort());
  if (first !== 'late') return first;
  void connecting.then((connection) => connection.close()).catch(() => {});
  throw noAnswer(place);
}
