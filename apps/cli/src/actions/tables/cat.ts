import { once } from 'node:events';
import { visible, visibleScreen } from '@tapehaul/errors';
import {
  closeQuietly,
  namedSeries,
  openRecord,
  type RowFormat,
  readSeries,
  rowLines,
} from '@tapehaul/workflow';
import { tablesConfig, tablesDirectory } from '../../options/tables/tables-config.ts';
import { stopOnSignals } from '../../process/signals.ts';

/** Options of `tapehaul cat`. */
export interface CatOptions {
  readonly from?: string;
  readonly to?: string;
  readonly format?: RowFormat;
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
  const root = tablesDirectory(directory);
  const { start, end } = tablesConfig(root, days).date_range;
  const record = await openRecord(root);
  const { gently: signal, exitStatus, dispose } = stopOnSignals();
  let header = true;
  try {
    const named = await namedSeries(
      record,
      series.split(/[\s/]+/).filter((word) => word !== ''),
    );
    const faults = await readSeries(record, root, named, {
      ...{ from: start, to: end === 'latest' ? undefined : end, signal },
      take: async ({ rows }) => {
        for (const text of rowLines(rows, format, { header })) await write(text, signal);
        header = false;
      },
    });
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

/** Writes text to stdout, and waits until it can take more. Rejects once the signal aborts. */
async function write(text: string, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  const { stdout } = process;
  if (!stdout.write(stdout.isTTY ? visibleScreen(text) : text)) await once(stdout, 'drain', { signal });
}
