import type { RunEnd } from '@tapehaul/runs';
import { EventLog, type LoggedEvent } from './event-log.ts';

/** How long the events of a run that has ended are kept, in milliseconds; the record has what they said. */
const REMEMBERED = 600_000;

/** Events of the runs that this process works on, or has worked on lately. */
export class EventLogs {
  readonly #logs = new Map<string, EventLog>();
  readonly #homes = new Map<string, string>();
  readonly #shown: (event: LoggedEvent) => unknown;

  /** `shown` gives an event as followers may read it. */
  constructor(shown: (event: LoggedEvent) => unknown) {
    this.#shown = shown;
  }

  of(runId: string): EventLog | undefined {
    return this.#logs.get(runId);
  }

  /** Output directory of a run whose events are kept. */
  homeOf(runId: string): string | undefined {
    return this.#homes.get(runId);
  }

  /** Begins a log, for those that follow the run from now on. */
  begin(runId: string, directory: string): EventLog {
    this.#homes.set(runId, directory);
    const log = new EventLog(this.#shown);
    this.#logs.set(runId, log);
    return log;
  }

  /** Sends that a run has ended, and forgets its events after a while. */
  end(runId: string, end: RunEnd): void {
    const log = this.#logs.get(runId);
    log?.add({ kind: 'ended', ...end });
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
