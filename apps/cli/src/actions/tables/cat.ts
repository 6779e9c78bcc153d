import { once } from 'node:events';
import { TapehaulError, visible, visibleScreen } from '@tapehaul/errors';
import {
  closeQuietly,
  namedSeries,
  openArrowStream,
  openRecord,
  type RowFormat,
  readSeries,
  rowLines,
  type SeriesParts,
  type TableRows,
} from '@tapehaul/workflow';
import { tablesConfig, tablesDirectory } from '../../options/tables/tables-config.ts';
import { stopOnSignals } from '../../process/signals.ts';

/** Options of `tapehaul cat`. */
export interface CatOptions {
  readonly from?: string;
  readonly to?: string;
  readonly format?: RowFormat | 'arrow';
}

/**
 * Prints the rows of a series from its held zips, and gives the exit status: 6 where a file was broken, 143 where the reader closed the pipe. Rejects
 * with a TapehaulError where nothing is held of it.
 */
export async function cat(
  series: string,
  directory: string | undefined,
  { format = 'csv', ...days }: CatOptions,
): Promise<number> {
  if (format === 'arrow' && process.stdout.isTTY === true) throw isTerminal();
  const root = tablesDirectory(directory);
  const { start, end } = tablesConfig(root, days).date_range;
  const record = await openRecord(root);
  const { gently: signal, exitStatus, dispose } = stopOnSignals();
  try {
    const named = await namedSeries(
      record,
      series.split(/[\s/]+/).filter((word) => word !== ''),
    );
    const encoder = await encoderOf(format, named);
    const faults = await readSeries(record, root, named, {
      ...{ from: start, to: end === 'latest' ? undefined : end, signal },
      take: async ({ rows }) => {
        for (const part of encoder.parts(rows)) await write(part, signal);
      },
    });
    await write(encoder.end(), signal);
    for (const { key, error } of faults) {
      process.stderr.write(`tapehaul: ${visible(`${key} took no part: ${error.message}`)}\n`);
    }
    return faults.length === 0 ? 0 : 6;
  } catch (thrown) {
    // A reader that has seen enough, or a Ctrl-C, needs no message.
    const status = exitStatus();
    if (status === undefined) throw thrown;
    return status;
  } finally {
    dispose();
    await closeQuietly(record);
  }
}

/** Turns rows into what is printed. */
interface Encoder {
  parts(rows: TableRows): Generator<string | Uint8Array, void, void>;
  /** What comes last. */
  end(): string | Uint8Array;
}

async function encoderOf(format: RowFormat | 'arrow', series: SeriesParts): Promise<Encoder> {
  if (format === 'arrow') {
    const stream = await openArrowStream(series, 'decimal');
    return { parts: stream.batches, end: stream.end };
  }
  let header = true;
  return {
    *parts(rows) {
      yield* rowLines(rows, format, { header });
      header = false;
    },
    end: () => '',
  };
}

function isTerminal(): TapehaulError {
  return new TapehaulError(
    'config_invalid',
    '--format arrow is not text, and cannot be shown on a terminal',
    {
      hint: 'Redirect it to a file, such as > rows.arrows, or pipe it into the program that reads it.',
    },
  );
}

/** Writes to stdout, and waits until it can take more. Rejects once the signal aborts. */
async function write(part: string | Uint8Array, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  if (part.length === 0) return;
  const { stdout } = process;
  const isShown = typeof part === 'string' && stdout.isTTY;
  if (!stdout.write(isShown ? visibleScreen(part) : part)) await once(stdout, 'drain', { signal });
}
