import { counted, grouped, visible } from '@tapehaul/errors';
import { type RepairedFile, type RepairSummary, repairFolder } from '@tapehaul/workflow';
import prettyBytes from 'pretty-bytes';
import { outputDirectory } from '../../options/output-directory.ts';
import { eachFile } from '../../progress/each-file.ts';
import { outColors as pc } from '../../show/colors.ts';
import { print, printJson } from '../../show/print.ts';

/** Options of `tapehaul repair`. */
export interface RepairCommandOptions {
  /** One JSON object a line. */
  readonly json?: boolean;
}

/** Exit status when a file contradicts its sidecar or manifest, or cannot be read. */
const INTEGRITY = 6;

/**
 * Rebuilds the record of an output directory and gives the exit status: 6 when a file is not as it was proved to be, or
 * cannot be read. Rejects with a TapehaulError when it cannot begin.
 */
export async function repair(
  directory: string | undefined,
  { json = false }: RepairCommandOptions,
): Promise<number> {
  const place = outputDirectory(directory === undefined ? {} : { dir: directory });
  let status = 0;
  const stopped = await eachFile(
    'checked',
    (signal) => repairFolder(place, { signal }),
    (report) => {
      if (report.kind === 'repaired' && BAD.has(report.status)) status = INTEGRITY;
      if (json) printJson(report);
      else if (report.kind === 'summary') print(summary(report, place));
      else if (!WELL.has(report.status)) print(line(report));
    },
  );
  if (stopped !== undefined && !json) process.stderr.write('Stopped: the same command again starts over.\n');
  return stopped ?? status;
}

const BAD: ReadonlySet<string> = new Set(['changed', 'unreadable']);
const WELL: ReadonlySet<string> = new Set(['recorded', 'version']);

function line({ status, path, error }: RepairedFile): string {
  const sign = BAD.has(status) ? pc.red(status.padEnd(10)) : pc.yellow(status.padEnd(10));
  return `${sign} ${visible(path)}${error === null ? '' : `\n           ${error.message}`}`;
}

function summary(
  { record, files, bytes, runs, tables, kept_as, not_restored }: RepairSummary,
  place: string,
): string {
  if (record === 'sound') return `The record of ${place} is sound: nothing to repair.`;
  const { recorded = 0, version = 0, ...others } = files;
  const left = Object.entries(others).map(([status, count]) => `${grouped(count)} ${status}`);
  const versions = version === 0 ? '' : `, ${counted(version, 'former version')}`;
  return [
    `Rebuilt the record of ${place}:`,
    `  recorded    ${counted(recorded, 'file')}, ${prettyBytes(bytes)}${versions}`,
    `  runs        ${grouped(runs)} restored`,
    ...(tables === 0 ? [] : [`  tables      ${counted(tables, 'partition')} restored`]),
    ...(left.length === 0 ? [] : [`  left out    ${left.join(', ')}`]),
    ...(kept_as === null ? [] : [`  kept        the damaged record is ${kept_as}`]),
    ...not_restored.map((what) => `  lost        ${what}`),
  ].join('\n');
}
