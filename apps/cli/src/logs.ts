import { setTimeout as sleep } from 'node:timers/promises';
import {
  type CatalogReader,
  LOG_LEVELS,
  type LogLevel,
  type LogRecord,
  openRecord,
  runOf,
} from '@tapehaul/workflow';
import { outColors as pc } from './colors.ts';
import { utc } from './figures.ts';
import { outputDirectory, type PlaceOptions } from './place.ts';
import { stopOnSignals } from './signals.ts';

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

/** Levels that can be asked for. */
export const LEVELS: readonly string[] = LOG_LEVELS;

/** Prints the log of a run, the newest one without an id; gives the exit status. */
export async function logs(runId: string | undefined, options: LogsOptions): Promise<number> {
  const { follow = false, json = false } = options;
  const record = openRecord(outputDirectory(options));
  const { gently: signal, exitStatus, dispose } = stopOnSignals();
  const print = (line: LogRecord): void =>
    void process.stdout.write(`${json ? JSON.stringify(line) : text(line)}\n`);
  try {
    const run = runOf(record, runId);
    for (let after = 0; ; ) {
      const ended = record.run(run.runId)?.endedAt !== null;
      for (const line of linesOf(record, run.runId, options, after)) {
        print(line);
        after = line.sequence;
      }
      if (!follow || ended) return 0;
      await sleep(LOOK_EVERY, undefined, { signal }).catch(() => {});
      if (signal.aborted) return exitStatus() ?? 1;
    }
  } finally {
    dispose();
    record.close();
  }
}

function* linesOf(
  record: CatalogReader,
  runId: string,
  { task, level, grep }: LogsOptions,
  after: number,
): Generator<LogRecord> {
  const query = {
    limit: 1_000,
    ...(after === 0 ? {} : { after }),
    ...(task === undefined ? {} : { taskId: task }),
    ...(level === undefined ? {} : { level }),
    ...(grep === undefined ? {} : { contains: grep }),
  };
  let page = record.logs(runId, query);
  for (;;) {
    yield* page.rows;
    if (page.next === null) return;
    page = record.logs(runId, { ...query, cursor: page.next });
  }
}

function text({ at, level, taskId, attempt, message }: LogRecord): string {
  const about = taskId === null ? '' : ` ${taskId}${(attempt ?? 0) > 1 ? ` (attempt ${attempt})` : ''}:`;
  return `${utc(at)} ${COLORS[level](level.toUpperCase().padEnd(5))}${about} ${message}`;
}

const plain = (words: string): string => words;
const COLORS = { debug: plain, info: plain, warn: pc.yellow, error: pc.red } as const;
