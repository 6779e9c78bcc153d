import { counted, grouped, type TapehaulError } from '@tapehaul/errors';
import type { WorkflowEvent } from '@tapehaul/workflow';
import type { WorkerCounts, WorkerEvent, WorkerPlace } from '@tapehaul/workflow/fleet';
import prettyBytes from 'pretty-bytes';
import type { WorkerLine } from '../../json/worker-schema.ts';
import type { StopStep } from '../../process/signals.ts';
import { print, printJson } from '../../show/print.ts';
import { pauseText } from '../pause-text.ts';

/** Shortest time between two lines about a queue that does not answer, in milliseconds. */
const TROUBLE_EVERY = 30_000;

/** What a worker prints: lines for people, or one JSON object each. */
export class WorkerLines {
  readonly #json: boolean;
  readonly #printLine: (line: object) => void;
  /** What was done by the last line of progress, and when. */
  #last: { readonly at: number; readonly bytes: number; readonly text: string } | undefined;
  #troubleAt = Number.NEGATIVE_INFINITY;

  /** `printLine` prints the lines of JSON, on stdout by default. */
  constructor(json: boolean, printLine: (line: object) => void = printJson) {
    this.#json = json;
    this.#printLine = printLine;
  }

  started({ name, database, staging }: WorkerPlace, slots: number, listening: string | undefined): void {
    if (this.#json)
      this.#own({
        kind: 'worker_started',
        worker: name,
        database,
        staging,
        slots,
        listening: listening ?? null,
      });
    else {
      print(
        `Worker ${name} serves the runs in the database ${database}: ${counted(slots, 'batch', 'batches')} at once.`,
      );
      print(`Files that go to a bucket arrive in ${staging}.`);
      if (listening !== undefined) print(`Health: ${listening}/livez and ${listening}/readyz`);
    }
  }

  readonly event = (event: WorkerEvent): void => {
    const text = eventText(event);
    if (this.#json) this.#own(event);
    else if (text !== undefined) print(text);
  };

  readonly runEvent = (runId: string, event: WorkflowEvent): void => {
    if (this.#json) this.#printLine({ ...event, run_id: runId });
    else if (event.kind === 'paused') print(`run ${runId}: ${pauseText(event)}`);
  };

  readonly trouble = (error: TapehaulError): void => {
    if (performance.now() - this.#troubleAt < TROUBLE_EVERY) return;
    this.#troubleAt = performance.now();
    if (this.#json) this.#own({ kind: 'worker_trouble', error: error.toJSON() });
    else process.stderr.write(`${error.message}; trying again.\n`);
  };

  /** Says how far the worker is, where that has changed. */
  progress(counts: WorkerCounts): void {
    const now = performance.now();
    const { at, bytes } = this.#last ?? { at: now, bytes: 0 };
    const rate = now > at ? Math.round(((counts.bytes - bytes) * 1_000) / (now - at)) : 0;
    const text = countsText(counts);
    const isNew = text !== this.#last?.text;
    this.#last = { at: now, bytes: counts.bytes, text };
    if (!isNew) return;
    if (this.#json) this.#own({ kind: 'worker_progress', ...counts, bytes_per_second: rate });
    else print(`${text}, ${prettyBytes(rate)}/s`);
  }

  stopping(step: StopStep, graceSeconds: number): void {
    const text =
      step === 'gently'
        ? `Stopping: finishing files in progress, for ${counted(graceSeconds, 'second')} at most. Press Ctrl-C again to abandon them.`
        : 'Stopping at once: files in progress are abandoned.';
    if (this.#json) this.#printLine({ kind: 'stopping', step });
    else process.stderr.write(`${text}\n`);
  }

  ended(counts: WorkerCounts): void {
    if (this.#json) this.#own({ kind: 'worker_ended', ...counts });
    else print(`Ended: ${countsText(counts)}`);
  }

  /** Prints a line that only workers have. */
  #own(line: WorkerLine): void {
    this.#printLine(line);
  }
}

function countsText({ running, coordinated, batches, files, failed, bytes }: WorkerCounts): string {
  const parts = [
    counted(batches, 'batch', 'batches'),
    counted(files, 'file'),
    ...(failed === 0 ? [] : [`${grouped(failed)} failed`]),
    prettyBytes(bytes),
    ...(running === 0 ? [] : [`${counted(running, 'batch', 'batches')} in progress`]),
    ...(coordinated === 0 ? [] : [`coordinating ${counted(coordinated, 'run')}`]),
  ];
  return parts.join(', ');
}

/** A line about an event; undefined for one that the lines of progress show. */
function eventText(event: WorkerEvent): string | undefined {
  const run = `run ${event.run_id}`;
  if (event.kind === 'worker_run') {
    const share = event.workers === 1 ? '' : `, one of ${grouped(event.workers)} workers`;
    return `${run}: collecting into ${event.output_directory}${share}`;
  }
  const why = event.error === null ? '' : `: ${event.error.message}`;
  if (event.kind === 'worker_take_over') {
    if (event.step === 'begun') return `${run}: its owner is dead, this worker coordinates it from now on`;
    return event.error === null ? `${run}: ended` : `${run}: coordinated here no more${why}`;
  }
  const text = OUTCOMES[event.outcome];
  return text && `${run}, batch ${grouped(event.batch)}: ${text}${why}`;
}

/** Outcomes of batches that are worth a line. */
const OUTCOMES: Partial<Record<string, string>> = {
  lost: 'another worker has it',
  crashed: 'lost by five workers in a row; its files are recorded as Crashed',
  failed: 'given back',
};
