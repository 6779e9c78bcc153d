import type { RunEnd } from '@tapehaul/runs';
import type { LoggedEvent } from './logged-event.ts';
import { RunEventLog } from './run-event-log.ts';

/** How long the events of a run that has ended are kept, in milliseconds; the record has what they said. */
const REMEMBERED = 600_000;
/** Runs that have ended and whose ends have not been taken yet. */
const MOST_ENDED = 1_000;

/** Events of the runs that this process works on, or has worked on lately. */
export class EventLogs {
  readonly #logs = new Map<string, RunEventLog>();
  readonly #homes = new Map<string, string>();
  readonly #shown: (event: LoggedEvent) => unknown;
  #ended: string[] = [];

  /** `shown` gives an event as followers may read it. */
  constructor(shown: (event: LoggedEvent) => unknown) {
    this.#shown = shown;
  }

  of(runId: string): RunEventLog | undefined {
    return this.#logs.get(runId);
  }

  /** Output directory of a run whose events are kept. */
  homeOf(runId: string): string | undefined {
    return this.#homes.get(runId);
  }

  /** Runs that have ended since this was called last, the latest thousand. */
  takeEnded(): readonly string[] {
    const ended = this.#ended;
    this.#ended = [];
    return ended;
  }

  /** Begins a log, for those that follow the run from now on. */
  begin(runId: string, directory: string): RunEventLog {
    this.#homes.set(runId, directory);
    const log = new RunEventLog({ shown: this.#shown });
    this.#logs.set(runId, log);
    return log;
  }

  /** Sends that a run has ended, and forgets its events after a while. */
  end(runId: string, end: RunEnd): void {
    const log = this.#logs.get(runId);
    log?.add({ kind: 'ended', ...end });
    this.#ended = [...this.#ended, runId].slice(-MOST_ENDED);
    const forget = (): void => {
      if (this.#logs.get(runId) !== log) return;
      this.#logs.delete(runId);
      this.#homes.delete(runId);
    };
    setTimeout(forget, REMEMBERED).unref();
  }

  /** Releases the followers of a run that another process will continue. */
  breakOff(runId: string): void {
    this.#logs.get(runId)?.breakOff();
  }
}
