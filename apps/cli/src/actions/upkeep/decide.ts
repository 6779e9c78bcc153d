import { resolve } from 'node:path';
import { counted, type ErrorRecord, grouped, TapehaulError, visible } from '@tapehaul/errors';
import {
  acceptDisputes,
  type DecidedDispute,
  type DecidedStatus,
  type DisputeNames,
  everyRow,
  exitOfFailures,
  MOST_REASON,
  openHint,
  rejectDisputes,
} from '@tapehaul/workflow';
import { type DirectoryOptions, outputDirectory, readRecord } from '../../options/output-directory.ts';
import { eachFile } from '../../progress/each-file.ts';
import { outColors as pc } from '../../show/colors.ts';
import { fitted } from '../../show/fitted.ts';
import { print, printJson } from '../../show/print.ts';

/** Options of `tapehaul accept` and `tapehaul reject`. */
export interface DecideOptions extends DirectoryOptions {
  /** All disputes that this run has met. */
  readonly run?: string;
  readonly reason?: string;
  /** Who decides; the user of the system by default. */
  readonly by?: string;
  readonly json?: boolean;
}

/**
 * Takes disputed files as they are and gives the exit status: 6 when one is not the file that was put aside, 7 for the disk.
 * Rejects with a TapehaulError when it cannot begin.
 */
export async function accept(keys: readonly string[], options: DecideOptions): Promise<number> {
  const reason = reasonOf(options);
  if (reason === undefined) {
    throw new TapehaulError('config_invalid', 'a reason is missing', {
      hint: 'Say why the file is right although its checksum is not: --reason "rows agree with the API".',
    });
  }
  const names = await namesOf('accept', keys, options);
  return decided(options, (directory, more) => acceptDisputes(directory, { ...names, ...more, reason }));
}

/** Forgets disputed files and gives the exit status, 7 for the disk. Rejects with a TapehaulError when it cannot begin. */
export async function reject(keys: readonly string[], options: DecideOptions): Promise<number> {
  const reason = reasonOf(options);
  const names = await namesOf('reject', keys, options);
  return decided(options, (directory, more) =>
    rejectDisputes(directory, { ...names, ...more, ...(reason === undefined ? {} : { reason }) }),
  );
}

/** The reason that is given, if any. Throws a TapehaulError for one that is longer than a record keeps. */
function reasonOf({ reason = '' }: DecideOptions): string | undefined {
  const text = reason.trim();
  if (text.length > MOST_REASON) {
    throw new TapehaulError('config_invalid', `--reason has ${grouped(text.length)} characters`, {
      hint: `Give a reason of at most ${grouped(MOST_REASON)} characters.`,
    });
  }
  return text === '' ? undefined : text;
}

/** The names as the workflow takes them: keys as they are, paths of this machine from the folder that they are typed in. */
async function namesOf(
  command: string,
  keys: readonly string[],
  { run, ...place }: DecideOptions,
): Promise<DisputeNames> {
  if (keys.length > 0 || run !== undefined) {
    return { names: keys.map(plainName), ...(run === undefined ? {} : { runId: run }) };
  }
  const open = await readRecord(place, (record) => Array.fromAsync(everyRow(record.disputes('open'))));
  throw new TapehaulError('config_invalid', `no file is named to ${command}`, {
    facts: { disputed: open.map(({ key }) => key) },
    hint: `Name files by key or path, or all of a run with --run. ${openHint(open)}`,
  });
}

/** A path that begins with `./` or `../` counts from the folder of the shell. */
function plainName(name: string): string {
  return /^\.\.?[/\\]/.test(name) ? resolve(name) : name;
}

type Decide = (
  directory: string,
  more: { readonly by?: string; readonly signal: AbortSignal },
) => AsyncIterable<DecidedDispute>;

async function decided(options: DecideOptions, decide: Decide): Promise<number> {
  const { json = false } = options;
  const by = options.by?.trim() || undefined;
  const counts: Record<DecidedStatus, number> = { accepted: 0, held: 0, rejected: 0, failed: 0 };
  const errors: ErrorRecord[] = [];
  const directory = outputDirectory(options);
  const stopped = await eachFile(
    'decided',
    (signal) => decide(directory, { signal, ...(by === undefined ? {} : { by }) }),
    (file) => {
      counts[file.status] += 1;
      if (file.error !== null) errors.push(file.error);
      if (json) printJson(file);
      else print(fitted(lineOf(file)));
    },
  );
  if (stopped !== undefined) return stopped;
  if (json) printJson({ kind: 'summary', ...counts });
  else print(summary(counts));
  return errors.length === 0 ? 0 : exitOfFailures(errors);
}

function lineOf({ status, key, path, error }: DecidedDispute): string {
  const what = `${SIGNS[status]} ${visible(status === 'rejected' || status === 'failed' ? key : path)}`;
  if (error === null) return what;
  return `${what}\n         ${visible(error.message)}${error.hint === undefined ? '' : `\n         ${visible(error.hint)}`}`;
}

const SIGNS = {
  accepted: 'accepted',
  held: 'held    ',
  rejected: 'rejected',
  failed: pc.red('failed  '),
} as const satisfies Record<DecidedStatus, string>;

function summary({ accepted, held, rejected, failed }: Record<DecidedStatus, number>): string {
  const parts = [
    ...(accepted > 0 ? [`${counted(accepted, 'file')} accepted`] : []),
    ...(held > 0 ? [`${counted(held, 'file')} accepted before`] : []),
    ...(rejected > 0
      ? [
          `${counted(rejected, 'file')} rejected; the next run fetches ${rejected === 1 ? 'it' : 'them'} again`,
        ]
      : []),
    ...(failed > 0 ? [`${counted(failed, 'file')} failed`] : []),
  ];
  return parts.join(', ');
}
