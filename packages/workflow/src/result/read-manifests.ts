import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { asTapehaulError, counted, TapehaulError } from '@tapehaul/errors';
import * as z from 'zod';
import { MANIFEST, METADATA, RUNS, runDirectory } from '../directory.ts';
import { meantRunId } from '../run-id.ts';
import { DigestSet } from './digest-set.ts';
import { isRemoval, type ManifestRow, manifestRowSchema } from './manifest.ts';
import { linesOf, openRegular, readSmall } from './regular-file.ts';

/** Longest line of a manifest, in bytes; those of tapehaul have some hundreds. */
const LONGEST_LINE = 65_536;
/** Most bytes of the metadata of a run. */
const MOST_METADATA = 1_048_576;
/** Faults of one manifest that are reported line by line; the others are counted. */
const SHOWN_FAULTS = 20;

/** What could not be read of a manifest. */
export interface ManifestFault {
  /** Absolute path of the manifest. */
  readonly file: string;
  readonly error: TapehaulError;
}

/** A row of a manifest, or a fault in its place. */
export type ManifestEntry =
  | { readonly row: ManifestRow; readonly fault?: never }
  | { readonly row?: never; readonly fault: ManifestFault };

/**
 * The rows of a run's manifest below an output directory; or without a run those of all, the one of the newest run first, so that
 * the first row of a path is the one that holds. Rows of files that a later run removed on request are left out. Throws a
 * TapehaulError `run_not_found` when the run has no manifest.
 */
export async function* readManifests(root: string, runId: string | undefined): AsyncGenerator<ManifestEntry> {
  const requested = runId === undefined ? undefined : await manifestOf(root, runId);
  const removed = new DigestSet();
  for (const file of await newestFirst(root)) {
    const isGiven = requested === undefined || file === requested;
    try {
      for await (const entry of entriesOf(file)) {
        if (entry.row !== undefined && isRemoval(entry.row)) removed.add(entry.row.key);
        else if (isGiven && (entry.row === undefined || !removed.has(entry.row.key))) yield entry;
      }
    } catch (thrown) {
      if (isGiven) yield { fault: { file, error: asTapehaulError(thrown) } };
    }
    // What was removed before that run wrote its manifest does not concern it.
    if (file === requested) return;
  }
}

async function* entriesOf(file: string): AsyncGenerator<ManifestEntry> {
  await using handle = await openRegular(file);
  let number = 0;
  let faults = 0;
  for await (const line of linesOf(handle, LONGEST_LINE)) {
    number += 1;
    if (line?.trim() === '') continue;
    const row = line === null ? undefined : rowOf(line);
    if (row !== undefined && !leadsOut(row.path)) {
      yield { row };
      continue;
    }
    faults += 1;
    if (faults > SHOWN_FAULTS) continue;
    const error = row === undefined ? badLine(file, number) : outside(file, number, row.path ?? '');
    yield { fault: { file, error } };
  }
  if (faults > SHOWN_FAULTS) yield { fault: { file, error: moreFaults(file, faults - SHOWN_FAULTS) } };
}

function rowOf(line: string): ManifestRow | undefined {
  try {
    return manifestRowSchema.parse(JSON.parse(line));
  } catch {
    return undefined;
  }
}

/** Whether a path of a manifest leads out of the output directory: a folder may come from anybody. */
function leadsOut(path: string | null): boolean {
  return (
    path
      ?.split(/[\\/]/)
      .some((part) => part === '' || part === '.' || part === '..' || part.includes('\0')) === true
  );
}

function outside(file: string, line: number, path: string): TapehaulError {
  const shown = JSON.stringify(path.length > 200 ? `${path.slice(0, 200)}…` : path);
  return new TapehaulError(
    'file_failed',
    `line ${line} of ${file} names ${shown}, which is no file below the folder`,
    {
      facts: { file, line },
      hint: 'tapehaul writes no such line: somebody else changed the manifest. No file outside the folder was read.',
    },
  );
}

function badLine(file: string, line: number): TapehaulError {
  return new TapehaulError('file_failed', `line ${line} of ${file} is no line of a manifest`, {
    facts: { file, line },
    hint: 'Collect again: the manifest of a new run names every file of its plan.',
  });
}

function moreFaults(file: string, lines: number): TapehaulError {
  const what = lines === 1 ? 'is at fault, too' : 'are at fault, too';
  return new TapehaulError('file_failed', `${counted(lines, 'further line')} of ${file} ${what}`, {
    facts: { file, lines },
    hint: 'tapehaul writes no such lines: move the manifest away, then run the same command again.',
  });
}

async function manifestOf(root: string, runId: string): Promise<string> {
  // The ids of runs begin with their time.
  const ids = (await runsIn(root)).toSorted().toReversed();
  const meant = meantRunId(runId, ids) ?? runId;
  const file = join(runDirectory(root, meant), MANIFEST);
  if (existsSync(file)) return file;
  throw new TapehaulError('run_not_found', `there is no manifest of a run ${runId} in ${root}`, {
    facts: { root, runId },
    hint: `A run that has ended has one in ${RUNS}/<run>/${MANIFEST}; without --run, all manifests are read.`,
  });
}

async function runsIn(root: string): Promise<string[]> {
  return existsSync(join(root, RUNS)) ? readdir(join(root, RUNS)) : [];
}

async function newestFirst(root: string): Promise<string[]> {
  const files = (await runsIn(root))
    .map((run) => join(root, RUNS, run, MANIFEST))
    .filter((file) => existsSync(file));
  const dated: { file: string; at: string }[] = [];
  for (const file of files) dated.push({ file, at: await writtenAt(file) });
  return dated.sort((a, b) => (a.at < b.at ? 1 : -1)).map(({ file }) => file);
}

/** When the run of a manifest says that it ended; one without metadata ended when the manifest was written. */
async function writtenAt(file: string): Promise<string> {
  try {
    const metadata: unknown = JSON.parse(await readSmall(join(file, '..', METADATA), MOST_METADATA));
    return z.object({ updated_at: z.iso.datetime() }).parse(metadata).updated_at;
  } catch {
    const written = (await stat(file)).mtime.toISOString();
    const started = startedBy(basename(dirname(file)));
    return started === undefined || written < started ? written : started;
  }
}

/**
 * The end of the second in which a run began, by its id: a copy of a folder may give its files any time, and runs that change a
 * directory exclude each other.
 */
function startedBy(runId: string): string | undefined {
  const [, date, hour, minute, second] = /^(\d{8})T(\d\d)(\d\d)(\d\d)Z-/.exec(runId) ?? [];
  const day = date?.replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3');
  return day === undefined ? undefined : `${day}T${hour}:${minute}:${second}.999Z`;
}
