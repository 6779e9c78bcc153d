import { counted, type ErrorRecord, grouped, visible } from '@tapehaul/errors';
import {
  type AdoptedFile,
  type AdoptedStatus,
  adoptFolder,
  exitOfFailures,
  type FolderMeaning,
  type LeftReason,
} from '@tapehaul/workflow';
import prettyBytes from 'pretty-bytes';
import { archiveNames } from '../../options/other-names.ts';
import type { DirectoryOptions } from '../../options/output-directory.ts';
import { configOfDirectory, type SettingOptions } from '../../options/settings.ts';
import { eachFile } from '../../progress/each-file.ts';
import { outColors as pc } from '../../show/colors.ts';
import { fitted } from '../../show/fitted.ts';
import { LeftFiles } from '../../show/left-files.ts';
import { print, printJson } from '../../show/print.ts';

/** Options of `tapehaul adopt`. */
export interface AdoptCommandOptions extends SettingOptions, DirectoryOptions, FolderMeaning {
  /** Remove files from the folder once they are adopted. */
  readonly move?: boolean;
  /** Fetch no sidecar. */
  readonly offline?: boolean;
  /** Print only files that are not proved or not taken, and no summary. */
  readonly quiet?: boolean;
  readonly json?: boolean;
}

/**
 * Adopts the files of a folder and gives the exit status: 6 when one contradicts its checksum, 7 for the disk, 3 when one
 * failed otherwise, 2 when none was recognised. Rejects with a TapehaulError when it cannot begin.
 */
export async function adopt(
  folder: string,
  configPath: string | undefined,
  options: AdoptCommandOptions,
): Promise<number> {
  const { move = false, offline = false, json = false, quiet = false } = options;
  const { as, market, type, interval } = archiveNames(options);
  const meaning = {
    ...(as === undefined ? {} : { as }),
    ...(market === undefined ? {} : { market }),
    ...(type === undefined ? {} : { type }),
    ...(interval === undefined ? {} : { interval }),
  };
  const { dir, set } = options;
  const { config } = await configOfDirectory(configPath, { ...(dir && { dir }), ...(set && { set }) });
  const reasons = new Map<LeftReason, number>();
  const counts: Record<AdoptedStatus, number> = { ...NONE };
  let bytes = 0;
  /** One of each code. */
  const errors = new Map<string, ErrorRecord>();
  const [failed, left] = [new LeftFiles(), new LeftFiles()];
  const stopped = await eachFile(
    'checked',
    (signal) => adoptFolder(folder, config, { move, offline, meaning, signal }),
    (file) => {
      counts[file.status] += 1;
      if (file.status === 'adopted') bytes += file.bytes;
      if (file.reason !== null) reasons.set(file.reason, (reasons.get(file.reason) ?? 0) + 1);
      if (file.error !== null) errors.set(file.error.code, file.error);
      if (json) printJson(file);
      else if (file.reason !== 'second_copy') note(file, file.error === null ? left : failed);
    },
  );
  if (!json) for (const line of [...failed.lines(), ...left.lines()]) print(fitted(line));
  if (stopped !== undefined) {
    const taken = counts.adopted + counts.held + counts.unverified;
    process.stderr.write(
      `Stopped; ${counted(taken, 'file')} taken. Run the same command again to continue.\n`,
    );
    return stopped;
  }
  if (json) printJson({ kind: 'summary', ...counts, bytes, reasons: Object.fromEntries(reasons) });
  else if (!quiet) print(fitted(summary(counts, bytes, reasons)));
  if (counts.adopted + counts.held + counts.unverified + counts.failed === 0) {
    const [what, hint] =
      counts.unknown + counts.duplicate === 0
        ? [`there are no files in ${visible(folder)}`, NO_FILES]
        : [`no file of ${visible(folder)} was recognised`, reasons.has('symbolic_link') ? LINKS : HINT];
    process.stderr.write(`tapehaul: ${what}\n${hint}\n`);
    return NOTHING_RECOGNISED;
  }
  return errors.size === 0 ? 0 : exitOfFailures([...errors.values()]);
}

/** Exit status when the folder, or what is said of it, is the wrong one. */
const NOTHING_RECOGNISED = 2;
const NO_FILES = 'Pass the folder that another tool has filled.';
const LINKS = 'Symbolic links are not followed: pass the folder that the link leads to.';
const HINT =
  'Say what its files are: --market spot --type klines --interval 1h, or --as data/spot/daily/klines/BTCUSDT/1h.';

const NONE = { adopted: 0, held: 0, unverified: 0, failed: 0, unknown: 0, duplicate: 0 } as const;

/** What is printed of a file; nothing of one that was taken and proved. */
const SIGNS = {
  adopted: '',
  held: '',
  unverified: pc.yellow('unverified'),
  failed: pc.red('failed    '),
  unknown: pc.yellow('unknown   '),
  duplicate: pc.yellow('duplicate '),
} as const satisfies Record<AdoptedStatus, string>;

/** Adds a file to a list, unless there is nothing to say of it. */
function note({ status, path, error, reason }: AdoptedFile, files: LeftFiles): void {
  const label = SIGNS[status] || (error === null ? '' : pc.yellow('not moved '));
  if (label === '') return;
  files.add(
    label,
    path,
    error?.code ?? reason ?? '',
    error?.message ?? (reason === null ? '' : REASONS[reason]),
  );
}

/** Why a file is left where it is. */
const REASONS = {
  symbolic_link: 'symbolic link, not followed',
  not_a_file: 'not a regular file',
  unreadable_folder: 'folder that cannot be read',
  not_a_zip: 'not a zip',
  lone_sidecar: 'sidecar without its zip',
  unknown_name: 'not named like a file of the archive',
  misplaced: 'its name does not fit its folder or the given flags',
  unknown_place: 'neither path nor flags say its market and type',
  other_interval: 'of another interval than --interval',
  second_copy: 'second copy of a file in place',
  duplicate: 'the same object as another file of the folder',
} as const satisfies Record<LeftReason, string>;

function summary(
  counts: Record<AdoptedStatus, number>,
  bytes: number,
  reasons: ReadonlyMap<LeftReason, number>,
): string {
  const { adopted, held, unverified, failed } = counts;
  const others: [number, string][] = [
    [held, 'already held'],
    [unverified, 'taken but unverified (no checksum)'],
    [failed, 'failed'],
  ];
  const taken = others.filter(([files]) => files > 0).map(([files, text]) => `${grouped(files)} ${text}`);
  const left = [...reasons]
    .toSorted(([, a], [, b]) => b - a)
    .map(([reason, files]) => `  ${grouped(files).padStart(6)}  ${REASONS[reason]}`);
  const first = [`${counted(adopted, 'file')} adopted, ${prettyBytes(bytes)}`, ...taken].join('; ');
  return left.length === 0 ? first : [first, 'not recognised or not taken:', ...left].join('\n');
}
