import { grouped, TapehaulError, visible } from '@tapehaul/errors';
import {
  parseSubset,
  type VerifiedFile,
  type VerifiedStatus,
  verifyOutput,
  verifyTables,
} from '@tapehaul/workflow';
import { eachFile } from '../../progress/each-file.ts';
import { outColors as pc } from '../../show/colors.ts';
import { print, printJson } from '../../show/print.ts';
import { VerifiedTables } from '../../show/tables/verified-tables.ts';

/** Options of `tapehaul verify`. */
export interface VerifyCommandOptions {
  /** Only the files of this run. */
  readonly run?: string;
  /** Inflate zips, too. */
  readonly deep?: boolean;
  /** The part of the files that is read. */
  readonly readDataSubset?: string;
  /** Print only files that are not intact, and no summary. */
  readonly quiet?: boolean;
  /** Print intact files, too. */
  readonly verbose?: boolean;
  /** One JSON object per line. */
  readonly json?: boolean;
}

/** Exit status when a file is not as it was proved to be, or cannot be read. */
const INTEGRITY = 6;

/**
 * Verifies a folder and its tables without a network and gives the exit status: 6 when a file has changed, is missing or cannot be
 * read. Rejects with a TapehaulError `config_invalid` when there is no directory, or nothing in it to verify.
 */
export async function verify(directory: string, options: VerifyCommandOptions): Promise<number> {
  const { run, deep = false, readDataSubset, quiet = false, verbose = false, json = false } = options;
  const counts: Record<VerifiedStatus, number> = { ...NONE };
  const ofRun = run === undefined ? {} : { runId: run };
  const ofSubset = readDataSubset === undefined ? {} : { subset: parseSubset(readDataSubset) };
  const tables = new VerifiedTables(directory, { verbose, json });
  const stopped = await eachFile(
    'read',
    async function* (signal) {
      const how = { signal, deep, ...ofRun, ...ofSubset };
      yield* verifyOutput(directory, how);
      yield* verifyTables(directory, how);
    },
    (file) => {
      if (file.kind === 'verified_table') return tables.add(file);
      counts[file.status] += 1;
      if (json) printJson(file);
      else if (verbose || !UNEVENTFUL.has(file.status)) print(line(file));
    },
  );
  if (stopped !== undefined) return stopped;
  const { intact, changed, broken, missing, unproved, unreadable, not_read } = counts;
  if (Object.values(counts).every((files) => files === 0) && tables.isEmpty)
    throw nothingThere(directory, run);
  if (json) printJson({ kind: 'summary', ...counts, ...tables.json() });
  else if (!quiet) {
    const known = `${grouped(intact)} intact, ${grouped(changed)} changed, ${grouped(missing)} missing, ${grouped(unproved)} unverifiable (no checksum)`;
    const others = [
      ...(deep ? [`${grouped(broken)} broken`] : []),
      ...(unreadable === 0 ? [] : [`${grouped(unreadable)} unreadable`]),
      ...(readDataSubset === undefined ? [] : [`${grouped(not_read)} not read`]),
    ];
    print([[known, ...others].join(', '), ...tables.summary()].join('\n'));
  }
  return changed + broken + missing + unreadable > 0 || tables.isFaulty ? INTEGRITY : 0;
}

const NONE = {
  intact: 0,
  changed: 0,
  broken: 0,
  missing: 0,
  unproved: 0,
  unreadable: 0,
  not_read: 0,
} as const;

/** What a person need not know of a single file. */
const UNEVENTFUL: ReadonlySet<VerifiedStatus> = new Set(['intact', 'not_read']);

function line({ status, path, error }: VerifiedFile): string {
  return `${SIGNS[status]} ${visible(path)}${error === null ? '' : `\n           ${error.message}`}`;
}

/** A check of no file has proved nothing: most likely the directory is another one. */
function nothingThere(directory: string, run: string | undefined): TapehaulError {
  const what = run === undefined ? 'file of a collection' : `file of run ${run}`;
  return new TapehaulError('config_invalid', `${directory} has no ${what}`, {
    hint: 'Pass the output directory of a collection, the one given to collect with --dir.',
  });
}

const SIGNS = {
  intact: 'intact  ',
  changed: pc.red('changed '),
  broken: pc.red('broken  '),
  missing: pc.red('missing '),
  unproved: pc.yellow('unproved'),
  unreadable: pc.red('unreadable'),
  not_read: 'not read',
} as const;
