import { type ErrorRecord, visible } from '@tapehaul/errors';
import { type AdoptedFile, type AdoptedStatus, adoptFolder, exitOfFailures } from '@tapehaul/workflow';
import prettyBytes from 'pretty-bytes';
import { outColors as pc } from './colors.ts';
import { eachFile } from './each-file.ts';
import type { PlaceOptions } from './place.ts';
import { print, printJson } from './print.ts';
import { configOfPlace, type SettingOptions } from './settings.ts';

/** Options of `tapehaul adopt`. */
export interface AdoptCommandOptions extends SettingOptions, PlaceOptions {
  /** Remove files from the folder once they are adopted. */
  readonly move?: boolean;
  /** Ask the archive for no sidecar. */
  readonly offline?: boolean;
  readonly json?: boolean;
}

/**
 * Adopts the files of a folder and gives the exit status: 6 when one contradicts its checksum, 7 for the disk, 3 when one
 * failed otherwise. Rejects with a TapehaulError when it cannot begin.
 */
export async function adopt(
  folder: string,
  configPath: string | undefined,
  options: AdoptCommandOptions,
): Promise<number> {
  const { move = false, offline = false, json = false } = options;
  const config = await configOfPlace(configPath, options);
  const counts: Record<AdoptedStatus, number> = { ...NONE };
  let bytes = 0;
  /** One of each code. */
  const errors = new Map<string, ErrorRecord>();
  const stopped = await eachFile(
    'looked at',
    (signal) => adoptFolder(folder, config, { move, offline, signal }),
    (file) => {
      counts[file.status] += 1;
      if (file.status === 'adopted') bytes += file.bytes;
      if (file.error !== null) errors.set(file.error.code, file.error);
      if (json) printJson(file);
      else if (SIGNS[file.status] !== '' || file.error !== null) print(line(file));
    },
  );
  if (stopped !== undefined) return stopped;
  if (json) printJson({ kind: 'summary', ...counts, bytes });
  else print(summary(counts, bytes));
  return errors.size === 0 ? 0 : exitOfFailures([...errors.values()]);
}

const NONE = { adopted: 0, held: 0, unverified: 0, failed: 0, unknown: 0, duplicate: 0 } as const;

/** What is told of a file; nothing of one with which all is well. */
const SIGNS = {
  adopted: '',
  held: '',
  unverified: pc.yellow('unverified'),
  failed: pc.red('failed    '),
  unknown: pc.yellow('unknown   '),
  duplicate: pc.yellow('duplicate '),
} as const satisfies Record<AdoptedStatus, string>;

function line({ status, path, error }: AdoptedFile): string {
  return `${SIGNS[status] || pc.yellow('not moved ')} ${visible(path)}${error === null ? '' : `\n           ${error.message}`}`;
}

function summary(counts: Record<AdoptedStatus, number>, bytes: number): string {
  const { adopted, held, unverified, failed, unknown, duplicate } = counts;
  const others: [number, string][] = [
    [held, 'held already'],
    [unverified, 'taken, but unverified'],
    [failed, 'failed'],
    [unknown, 'no objects of the archive by their path'],
    [duplicate, 'twice in the folder'],
  ];
  const told = others.filter(([files]) => files > 0).map(([files, text]) => `${files} ${text}`);
  return [`${adopted} files adopted, ${prettyBytes(bytes)}`, ...told].join('; ');
}
