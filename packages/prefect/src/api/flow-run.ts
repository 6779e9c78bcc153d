import { TapehaulError } from '@tapehaul/errors';
import * as z from 'zod';
import { type FlowRunAnswer, flowAnswer, flowRunAnswer } from './answers.ts';
import type { PrefectArtifact, PrefectLog, StateEvent } from './bodies.ts';
import type { PrefectClient, RequestOptions } from './prefect-client.ts';
import { type PrefectState, prefectState } from './prefect-state.ts';

/** A run of ours that a flow run is to stand for. */
export interface NewFlowRun {
  readonly flow: string;
  /** Its id: the flow run is called so, and is found by it again when the run is continued. */
  readonly runId: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly tags: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly state: PrefectState;
  /** Whether an earlier process may have reported it. */
  readonly isContinued: boolean;
}

/** A flow run of Prefect. */
export class FlowRun {
  readonly id: string;
  readonly #client: PrefectClient;
  readonly #name: string;

  private constructor(id: string, name: string, client: PrefectClient) {
    this.id = id;
    this.#name = name;
    this.#client = client;
  }

  /**
   * Creates the flow and the flow run unless they exist. One that an earlier process left without an end is marked as crashed
   * first. May be repeated after any error. Rejects as {@link PrefectClient} does.
   */
  static async open(client: PrefectClient, run: NewFlowRun, options: RequestOptions): Promise<FlowRun> {
    const { runId, parameters, tags, labels, state, isContinued } = run;
    const flow = await client.read('/flows/', flowAnswer, { name: run.flow, tags }, options);
    const body = { flow_id: flow.body.id, name: runId, idempotency_key: runId, parameters, tags, state };
    const create = (more: object) => client.read('/flow_runs/', flowRunAnswer, { ...body, ...more }, options);
    const created = await create({ labels }).catch((thrown) => {
      // A server before 3.1 knows no labels and refuses what it does not know.
      if (thrown instanceof TapehaulError && thrown.facts.status === UNPROCESSABLE) return create({});
      throw thrown;
    });
    const flowRun = new FlowRun(created.body.id, runId, client);
    if (created.status === CREATED || !isContinued) return flowRun;
    const former = created.body.state;
    if (former && !FINAL.has(former.type)) await flowRun.setState(CRASHED, options);
    await flowRun.setState(state, options);
    return flowRun;
  }

  /** Where it stands on the server. */
  async state(options: RequestOptions): Promise<FlowRunAnswer['state']> {
    const { body } = await this.#client.read(`/flow_runs/${this.id}`, flowRunAnswer, undefined, options);
    return body.state;
  }

  /** Sets its state, whatever it was. */
  async setState(state: PrefectState, options: RequestOptions): Promise<void> {
    const body = { state, force: true };
    await this.#client.read(`/flow_runs/${this.id}/set_state`, z.looseObject({}), body, options);
  }

  /** Reports states of task runs. May be repeated: an event that came before counts once. */
  async sendEvents(events: readonly StateEvent[], options: RequestOptions): Promise<void> {
    const related = [
      {
        'prefect.resource.id': `prefect.flow-run.${this.id}`,
        'prefect.resource.role': 'flow-run',
        'prefect.resource.name': this.#name,
      },
    ];
    await this.#client.send(
      '/events',
      events.map((event) => ({ ...event, related })),
      options,
    );
  }

  /** Reports lines of the log. One that is repeated stands there twice. */
  async sendLogs(logs: readonly PrefectLog[], options: RequestOptions): Promise<void> {
    const body = logs.map((line) => ({ ...line, flow_run_id: this.id }));
    await this.#client.send('/logs/', body, options);
  }

  /** Adds an artifact. One that is repeated stands there twice. */
  async sendArtifact(artifact: PrefectArtifact, options: RequestOptions): Promise<void> {
    await this.#client.send('/artifacts/', { ...artifact, flow_run_id: this.id }, options);
  }
}

/** Whether a server answers so when a flow run was cancelled there. */
export function isCancelled(type: string | undefined): boolean {
  return type === 'CANCELLING' || type === 'CANCELLED';
}

const CREATED = 201;
const UNPROCESSABLE = 422;
const FINAL: ReadonlySet<string> = new Set(['COMPLETED', 'FAILED', 'CRASHED', 'CANCELLED']);
const CRASHED = prefectState('Crashed', 'The process that ran it ended without recording an end.');
