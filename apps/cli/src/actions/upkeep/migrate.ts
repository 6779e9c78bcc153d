import { counted } from '@tapehaul/errors';
import { type CopiedRecord, copyRecord, prepareDatabase } from '@tapehaul/workflow/fleet';
import { localFolder } from '../../options/output-directory.ts';
import { stopOnSignals } from '../../process/signals.ts';
import { print, printJson } from '../../show/print.ts';

/** Options of `tapehaul migrate`. */
export interface MigrateOptions {
  /** An output directory whose record is copied. */
  readonly from?: string;
  /** One JSON object a line. */
  readonly json?: boolean;
}

/** How often the progress of a copy is printed, in milliseconds. */
const EVERY = 5_000;

/**
 * Prepares the database that the environment names, copies a record into it, and gives the exit status. Rejects with a TapehaulError
 * when it cannot.
 */
export async function migrate({ from, json = false }: MigrateOptions): Promise<number> {
  const directory = from === undefined ? undefined : localFolder(from);
  const prepared = await prepareDatabase();
  if (json) printJson(prepared);
  else {
    print(`Prepared the database ${prepared.database}:`);
    print(`  records     ${changed(prepared.record)}`);
    print('  queue       ready');
  }
  return directory === undefined ? 0 : copy(directory, json);
}

function changed({ from, to }: { readonly from: number; readonly to: number }): string {
  if (from === to) return `up to date (schema ${to})`;
  return from === 0 ? `tables created (schema ${to})` : `updated from schema ${from} to ${to}`;
}

/** Copies the record of a directory, shows how far it has come, and gives the exit status. */
async function copy(directory: string, json: boolean): Promise<number> {
  const { gently: signal, exitStatus, dispose } = stopOnSignals();
  let progress = '';
  const timer = setInterval(() => process.stderr.write(progress), EVERY);
  try {
    const copied = await copyRecord(directory, {
      signal,
      onProgress: ({ rows, all }) => {
        progress = `progress ${rows}/${counted(all, 'row')}\n`;
      },
    });
    if (json) printJson(copied);
    else print(copiedText(copied));
    return 0;
  } catch (error) {
    if (!signal.aborted) throw error;
    process.stderr.write('Stopped: nothing was copied. Run the same command again.\n');
    return exitStatus() ?? 1;
  } finally {
    clearInterval(timer);
    dispose();
  }
}

function copiedText({ from, to, runs, tasks, files, partitions, rows }: CopiedRecord): string {
  return [
    `Copied the record ${from}:`,
    `  to          ${to}`,
    `  runs        ${counted(runs, 'run')}, ${counted(tasks, 'task')}`,
    `  held        ${counted(files, 'file')}, ${counted(partitions, 'partition')} of tables`,
    `  all         ${counted(rows, 'row')}`,
    'The file stays as it is, and is not used any more: move it away once you do not need it.',
  ].join('\n');
}
