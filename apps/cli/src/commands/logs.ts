import { setTimeout as sleep } from 'node:timers/promises';
import { type CatalogReader, everyRow, type LogLevel, type LogRecord, runOf } from '@tapehaul/workflow';
import { lookAt, type PlaceOptions } from '../options/place.ts';
import { stopOnSignals } from '../process/signals.ts';
import { logText } from '../show/log-text.ts';
import { print, printJson } from '../show/print.ts';

/** Options of `tapehaul logs`. */
export interface LogsOptions extends PlaceOptions {
  /** Go on as lines come, until the run has ended. */
  readonly follow?: boolean;
  /** Only lines of this task. */
  readonly task?: string;
  /** This level and those above. */
  readonly level?: LogLevel;
  /** A part of the message. */
  readonly grep?: string;
  readonly json?: boolean;
}

/** How often a log that is followed is looked at, in milliseconds. */
const LOOK_EVERY = 500;

/** Prints the log of a run, the newest one without an id; gives the exit status. */
export async function logs(runId: string | undefined, options: LogsOptions): Promise<number> {
  const { follow = false, json = false } = options;
  const { gently: signal, exitStatus, dispose } = stopOnSignals();
  const run = lookAt(options, (record) => runOf(record, runId).runId);
  let after = 0;
  try {
    for (;;) {
      const isOver = lookAt(options, (record) => {
        const ended = record.run(run)?.endedAt !== null;
        for (const line of linesOf(record, run, options, after)) {
          if (json) printJson(line);
          else print(logText({ ...line, task: line.taskId }));
          after = line.sequence;
        }
        return ended;
      });
      if (!follow || isOver) return 0;
      await sleep(LOOK_EVERY, undefined, { signal }).catch(() => {});
      if (signal.aborted) return exitStatus() ?? 1;
    }
  } finally {
    dispose();
  }
}

function linesOf(
  record: CatalogReader,
  runId: string,
  { task, level, grep }: LogsOptions,
  after: number,
): Generator<LogRecord> {
  const query = {
    ...(after === 0 ? {} : { after }),
    ...(task === undefined ? {} : { taskId: task }),
    ...(level === undefined ? {} : { level }),
    ...(grep === undefined ? {} : { contains: grep }),
  };
  return everyRow((page) => record.logs(runId, { ...query, ...page }));
}
