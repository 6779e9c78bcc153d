import type { TapehaulError } from '@tapehaul/errors';
import type { Backlog, BatchEngine, BatchRef, BatchWork, Serving } from '@tapehaul/fleet';
import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import { foldRefs } from './flow/folded-refs.ts';
import { FLOW, type FlowInput, OFFER } from './flow/names.ts';
import { ANSWER_MS, openClient } from './server/open-client.ts';
import { flowId, type Place } from './server/place.ts';
import { runBacklog } from './server/run-backlog.ts';
import { temporalError } from './server/temporal-error.ts';
import type { TemporalPlace } from './server/temporal-place.ts';
import type { Serve, TemporalWorker } from './worker/temporal-worker.ts';

/** How an engine is opened. */
export interface TemporalOptions extends TemporalPlace {
  /** Time between heartbeats of a worker in milliseconds, which is also how soon it sees that a batch was withdrawn; 5,000 by default. */
  readonly beatMs?: number;
  /** Seconds without a heartbeat after which a worker is taken for dead, for batches of runs that this process offers first; 30 by default. */
  readonly heartbeatSeconds?: number;
  /** Receives what goes wrong beside a call, such as a worker that the server refuses. What is queued is kept; the worker is begun anew. */
  readonly onTrouble?: (error: TapehaulError) => void;
}

/** Batches that one signal offers. */
const AT_ONCE = 10_000;

/**
 * Opens an engine whose queue is a Temporal server. Rejects with a TapehaulError `engine_unavailable` when the server does not answer in eight
 * seconds, refuses this client, or has no such namespace.
 */
export async function openTemporal({
  beatMs = 5_000,
  heartbeatSeconds = 30,
  onTrouble = () => {},
  ...given
}: TemporalOptions): Promise<BatchEngine> {
  const place: Place = { namespace: 'default', taskQueue: 'tapehaul', ...given };
  const client = await openClient(place);
  const trouble = (error: unknown): void => onTrouble(temporalError(place, error));
  return new TemporalEngine(client, place, heartbeatSeconds, { beatMs, onTrouble: trouble });
}

class TemporalEngine implements BatchEngine {
  readonly #client: Client;
  readonly #place: Place;
  readonly #heartbeatSeconds: number;
  readonly #pace: Pick<Serve, 'beatMs' | 'onTrouble'>;
  readonly #workers = new Set<Promise<TemporalWorker>>();
  /** Runs offered by this process that may be open: the server lists them a moment later. */
  readonly #offered = new Set<string>();

  constructor(
    client: Client,
    place: Place,
    heartbeatSeconds: number,
    pace: Pick<Serve, 'beatMs' | 'onTrouble'>,
  ) {
    this.#client = client;
    this.#place = place;
    this.#heartbeatSeconds = heartbeatSeconds;
    this.#pace = pace;
  }

  async offer(batches: readonly BatchRef[]): Promise<void> {
    for (const [run, refs] of Map.groupBy(batches, (ref) => ref.run)) {
      for (let at = 0; at < refs.length; at += AT_ONCE) await this.#offer(run, refs.slice(at, at + AT_ONCE));
    }
  }

  serve(slots: number, work: BatchWork): Serving {
    const serve = { slots, work, ...this.#pace };
    // Loaded by those who work alone: it brings a native program of some 30 MB.
    const worker = import('./worker/temporal-worker.ts').then(
      ({ TemporalWorker }) => new TemporalWorker(this.#place, serve),
    );
    worker.catch(this.#pace.onTrouble);
    this.#workers.add(worker);
    return {
      stop: async () => {
        await (await worker).stop();
        this.#workers.delete(worker);
      },
    };
  }

  /** Ends the workflow of the run, which needs no worker: the server drops what is queued, and refuses the next heartbeat of what is in progress. */
  async withdraw(run: string): Promise<void> {
    await this.#reached(async () => {
      try {
        await this.#client.workflow.getHandle(flowId(this.#place, run)).terminate('the run was withdrawn');
      } catch (error) {
        if (!(error instanceof WorkflowNotFoundError)) throw error;
      }
    });
  }

  async backlog(run?: string): Promise<Backlog> {
    const ids = run === undefined ? await this.#reached(() => this.#openFlows()) : [flowId(this.#place, run)];
    const backlogs = await this.#reached(() => Promise.all(ids.map((id) => this.#backlog(id))));
    return backlogs.reduce(
      (sum, { queued, running }) => ({ queued: sum.queued + queued, running: sum.running + running }),
      { queued: 0, running: 0 },
    );
  }

  async close(): Promise<void> {
    await Promise.all([...this.#workers].map(async (worker) => (await worker).abandon()));
    await this.#client.connection.close();
  }

  async #offer(run: string, refs: readonly BatchRef[]): Promise<void> {
    const id = flowId(this.#place, run);
    const input: FlowInput = { heartbeatSeconds: this.#heartbeatSeconds, waiting: [] };
    await this.#reached(() =>
      this.#client.workflow.signalWithStart(FLOW, {
        workflowId: id,
        taskQueue: this.#place.taskQueue,
        args: [input],
        signal: OFFER,
        signalArgs: [foldRefs(refs)],
        staticSummary: `batches of run ${run}`,
      }),
    );
    this.#offered.add(id);
  }

  async #openFlows(): Promise<string[]> {
    const { taskQueue } = this.#place;
    const query = `WorkflowType = '${FLOW}' AND TaskQueue = '${taskQueue.replaceAll("'", "''")}' AND ExecutionStatus = 'Running'`;
    const ids = new Set(this.#offered);
    for await (const { workflowId } of this.#client.workflow.list({ query })) ids.add(workflowId);
    return [...ids];
  }

  async #backlog(id: string): Promise<Backlog> {
    const backlog = await runBacklog(this.#client, id);
    if (backlog === undefined) this.#offered.delete(id);
    return backlog ?? { queued: 0, running: 0 };
  }

  async #reached<Result>(call: () => Promise<Result>): Promise<Result> {
    try {
      return await this.#client.connection.withDeadline(Date.now() + ANSWER_MS, call);
    } catch (thrown) {
      throw temporalError(this.#place, thrown);
    }
  }
}
