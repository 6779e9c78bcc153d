import { hostname } from 'node:os';
import { asTapehaulError, grouped, redactedValue, type TapehaulError } from '@tapehaul/errors';
import type { Network } from '@tapehaul/network';
import { isFinal, type StateName } from '@tapehaul/states';
import {
  type CollectionResult,
  FILE_TASK,
  type LogEvent,
  type RunEvent,
  type StartedEvent,
  type TaskEvent,
  type WorkflowEvent,
} from '@tapehaul/workflow';
import type { FlowRun } from './api/flow-run.ts';
import { PrefectClient } from './api/prefect-client.ts';
import { prefectState } from './api/prefect-state.ts';
import { flowRunPage, type PrefectSettings } from './api/settings.ts';
import type { PrefectFigures } from './figures/prefect-figures.ts';
import { Outbox } from './queue/outbox.ts';
import { Sender } from './queue/sender.ts';
import { type Timing, USUAL_TIMING } from './queue/timing.ts';
import { linksArtifact, resultArtifact, resultText } from './report/artifacts.ts';
import type { Links } from './report/links.ts';
import { RunLogs } from './report/run-logs.ts';
import { TaskRuns } from './report/task-runs.ts';

/** What a report is made with. */
export interface ReportOptions {
  readonly settings: PrefectSettings;
  /** How the server is connected to. */
  readonly network: Pick<Network, 'fetch'>;
  /** Whether a run is continued, or what failed of it is retried; a new one by default. */
  readonly continues?: 'resume' | 'retry';
  /** Called once when somebody cancels the run in Prefect. */
  readonly onCancel?: (runId: string) => void;
  /** Called once the flow run exists, with the address of its page. */
  readonly onOpen?: (page: string) => void;
  /** Where else a run can be read, by its id and that of its trace. */
  readonly links?: (runId: string, traceId: string | undefined) => Links;
  /** Other times than usual. */
  readonly timing?: Partial<Timing>;
}

/** How a run has ended: with a result, or with what kept it from one. */
export type RunEnding = { readonly result: CollectionResult } | { readonly error: unknown };

/** Most of the parameters that are sent, in characters; the server takes 512 KiB. */
const MOST_PARAMETERS = 400_000;

const STATE_OF = {
  completed: 'Completed',
  completed_with_failures: 'CompletedWithGaps',
  failed: 'Failed',
  cancelled: 'Cancelled',
} as const satisfies Record<CollectionResult['status'], StateName>;

/**
 * Reports a run to a Prefect server while it goes: its methods are the listeners of a run, of which none waits or throws. What
 * the server cannot take is counted, and never ends or slows the run.
 */
export class PrefectReport {
  readonly #options: ReportOptions;
  readonly #outbox = new Outbox();
  readonly #logs = new RunLogs(this.#outbox.logs);
  readonly #sender: Sender;
  #taskRuns: TaskRuns | undefined;
  #started: StartedEvent | undefined;
  #runId = '';
  #page: string | null = null;

  constructor(options: ReportOptions) {
    this.#options = options;
    const { settings, network, timing, onCancel, onOpen } = options;
    this.#sender = new Sender({
      client: new PrefectClient(settings, network.fetch),
      outbox: this.#outbox,
      timing: { ...USUAL_TIMING, ...timing },
      onCancel: () => onCancel?.(this.#runId),
      onOpen: ({ id }: FlowRun) => {
        this.#page = flowRunPage(settings, id);
        onOpen?.(this.#page);
      },
    });
  }

  /** Receives the states of the run and of its tasks. */
  readonly onState = (event: RunEvent | TaskEvent): void => {
    if (event.kind === 'task') this.#taskRuns?.receive(event);
    else if (this.#taskRuns === undefined) this.#begin(event);
    // Its last state is reported with its result.
    else if (!isFinal(event.state)) {
      this.#outbox.runStates.add(prefectState(event.state, messageOf(event.error), event.retryAt));
    }
  };

  /** Receives what happens in the run. */
  readonly onEvent = (event: WorkflowEvent): void => {
    if (event.kind === 'started') this.#started = event;
    if (event.kind === 'planned') this.#taskRuns?.planned(event.files);
  };

  /** Receives the lines of its log. */
  readonly onLog = (line: LogEvent): void => {
    if (this.#taskRuns !== undefined) this.#logs.receive(line, this.#taskRuns);
  };

  /**
   * Reports how the run has ended, sends what is left, for five seconds or that many milliseconds at most, and gives
   * what was reported and what was not.
   * Never rejects.
   */
  async end(ending: RunEnding, longestMs?: number): Promise<PrefectFigures> {
    if (this.#taskRuns !== undefined) this.#finish(ending, this.#taskRuns);
    await this.#sender.end(longestMs);
    const { sent, error } = this.#sender;
    const { runStates, events, logs, artifacts } = this.#outbox;
    return {
      flow_run: this.#page,
      states: sent.states,
      logs: sent.logs,
      unreported: { states: runStates.lost + events.lost, logs: logs.lost, artifacts: artifacts.lost },
      left_out: { files: this.#taskRuns?.leftOut ?? 0, logs: this.#logs.leftOut },
      error: error === undefined ? null : shortOf(error),
    };
  }

  #begin({ runId, flow, tags, state, at, parameters, traceparent }: RunEvent): void {
    const { continues, links } = this.#options;
    const { output_directory = '' } = this.#started ?? {};
    this.#runId = runId;
    this.#taskRuns = new TaskRuns({
      runId,
      session: at.toString(36),
      isRetry: continues === 'retry',
      events: this.#outbox.events,
    });
    this.#sender.begin({
      flow,
      runId,
      tags,
      parameters: parametersOf(parameters),
      labels: {
        'tapehaul.run': runId,
        'tapehaul.host': hostname(),
        'tapehaul.output_directory': output_directory,
      },
      state: prefectState(state, `tapehaul, process ${process.pid} on ${hostname()}`),
      isContinued: continues !== undefined,
    });
    const traceId = traceparent?.split('-')[1];
    if (this.#started !== undefined) {
      this.#outbox.artifacts.add(linksArtifact(this.#started, links?.(runId, traceId) ?? {}));
    }
  }

  #finish(ending: RunEnding, taskRuns: TaskRuns): void {
    const { state, message } = finalOf(ending);
    taskRuns.end(Date.now(), state === 'Completed' || state === 'CompletedWithGaps' ? 'Crashed' : state);
    const { leftOut } = this.#logs;
    if (taskRuns.leftOut > 0) {
      this.#logs.say(
        'warn',
        `${grouped(taskRuns.leftOut)} further ${FILE_TASK} tasks failed or were retried: tapehaul show ${this.#runId}`,
      );
    }
    if (leftOut > 0)
      this.#logs.say(
        'warn',
        `${grouped(leftOut)} further log lines are in the record: tapehaul logs ${this.#runId}`,
      );
    if ('result' in ending) this.#outbox.artifacts.add(resultArtifact(ending.result));
    this.#outbox.runStates.add(prefectState(state, message));
  }
}

function finalOf(ending: RunEnding): { readonly state: StateName; readonly message: string } {
  if ('result' in ending)
    return { state: STATE_OF[ending.result.status], message: resultText(ending.result) };
  const error = asTapehaulError(ending.error);
  const state = error.code === 'internal' ? 'Crashed' : error.code === 'cancelled' ? 'Cancelled' : 'Failed';
  return { state, message: `${error.message} [${error.code}]` };
}

function messageOf(error: RunEvent['error']): string | null {
  return error === undefined ? null : `${error.message} [${error.code}]`;
}

function parametersOf(parameters: unknown): Readonly<Record<string, unknown>> {
  if (typeof parameters !== 'object' || parameters === null) return {};
  const shown = redactedValue(parameters);
  const isFit = JSON.stringify(shown).length <= MOST_PARAMETERS;
  return isFit
    ? { ...(shown as object) }
    : { note: 'The configuration is too large for Prefect; tapehaul show has it.' };
}

function shortOf({ code, message, hint }: TapehaulError): NonNullable<PrefectFigures['error']> {
  return { code, message, ...(hint === undefined ? {} : { hint }) };
}
