import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  type CatalogReader,
  type ControlRequest,
  everyPage,
  type FoundRecord,
  type RunRecord,
} from '@tapehaul/catalog';
import { TapehaulError } from '@tapehaul/errors';
import { RUNS } from './directory.ts';
import { FLOW_NAME } from './flow-names.ts';
import { recordLeftInDatabase, recordLeftInFile, records } from './record-store.ts';
import { meantRunId } from './run-id.ts';

/**
 * Opens the record of an output directory to read; nothing is recorded by that. Rejects with a TapehaulError `run_not_found` when
 * nothing was ever collected into it, and as opening a record does.
 */
export async function openRecord(outputDirectory: string): Promise<CatalogReader> {
  return records.read(await withRecord(resolve(outputDirectory)));
}

/** The record of an output directory, as far as it shows without opening it; undefined when it has none. */
export function findRecord(outputDirectory: string): Promise<FoundRecord | undefined> {
  return records.find(resolve(outputDirectory));
}

/**
 * Marks the runs of an output directory whose owner is dead as Crashed, and returns their ids; to be called where nobody
 * collects into it, since collecting, resuming and retrying do so by themselves. Rejects as {@link openRecord} does.
 */
export async function markCrashedRuns(outputDirectory: string): Promise<string[]> {
  const catalog = await records.open(await withRecord(resolve(outputDirectory)));
  try {
    return await catalog.markCrashedRuns();
  } finally {
    await closeQuietly(catalog);
  }
}

/**
 * A run of a record by its id, a beginning of it or `latest`; the newest collection without an id. Throws a TapehaulError
 * `run_not_found`, which names the candidates or the newest runs.
 */
export async function findRun(record: CatalogReader, runId: string | undefined): Promise<RunRecord> {
  const isLatest = runId === undefined || runId.toLowerCase() === 'latest';
  const wanted = isLatest ? await newestRun(record) : runId;
  const run =
    wanted === undefined || wanted === ''
      ? undefined
      : ((await record.run(wanted)) ?? (await runByPart(record, wanted)));
  if (run !== undefined) return run;
  const ids = (await record.runs({ flow: FLOW_NAME, limit: 5 })).rows.map((it) => it.runId);
  const named = runId === undefined ? 'no run' : `no run ${runId === '' ? '""' : runId}`;
  throw new TapehaulError('run_not_found', `there is ${named} in this record`, {
    facts: { runId: runId ?? null, newest: ids },
    hint: hintOfRuns(ids),
  });
}

async function newestRun(record: CatalogReader): Promise<string | undefined> {
  return (await record.runs({ flow: FLOW_NAME, limit: 1 })).rows[0]?.runId;
}

function hintOfRuns([newest, ...others]: readonly string[]): string {
  if (newest === undefined) return 'Collect into that directory first.';
  if (others.length === 0) return `The newest run is ${newest}.`;
  return `The newest runs are ${[newest, ...others].join(', ')}.`;
}

async function runByPart(record: CatalogReader, part: string): Promise<RunRecord | undefined> {
  const ids: string[] = [];
  for await (const rows of everyPage((page) => record.runs(page)))
    ids.push(...rows.map(({ runId }) => runId));
  const id = meantRunId(part, ids);
  return id === undefined ? undefined : record.run(id);
}

/**
 * Passes a request to the process that works on a run, the newest one without an id, and gives the run's
 * id. Throws a TapehaulError `run_not_found`, or `run_ended` when no process works on it.
 */
export async function requestOfRun(
  outputDirectory: string,
  runId: string | undefined,
  request: ControlRequest,
): Promise<string> {
  const catalog = await records.open(await withRecord(resolve(outputDirectory)));
  try {
    const run = await findRun(catalog, runId);
    await catalog.request(run.runId, request);
    return run.runId;
  } finally {
    await catalog.close();
  }
}

/** Whether an output directory has a record, or something else in its place; not one that was only begun. */
export async function hasRecord(root: string): Promise<boolean> {
  return (await records.find(root))?.isBlank === false;
}

/**
 * An output directory that has a record. Rejects with a TapehaulError `run_not_found` for any other, `catalog_failed` where it is in a database that
 * the environment does not name, or was not copied into the one that it names.
 */
async function withRecord(root: string): Promise<string> {
  const inDatabase = await recordLeftInDatabase(root);
  if (inDatabase !== undefined) throw inDatabase;
  if (await hasRecord(root)) return root;
  const inFile = await recordLeftInFile(root);
  if (inFile !== undefined) throw inFile;
  const isLost = existsSync(join(root, RUNS));
  const message = isLost ? `the record of ${root} is missing` : `nothing was collected into ${root} yet`;
  throw new TapehaulError('run_not_found', message, {
    facts: { root },
    hint: isLost
      ? `The data files are not affected. Rebuild the record from them: tapehaul repair ${root}. Where it is in a database, name that in TAPEHAUL_RECORD_URL.`
      : 'Pass the output directory of a collection, as an argument or with --dir, or collect into this one first.',
  });
}

/** Closes a catalog that was only read, or that cannot be written: its rows are lost with whatever could not write them. */
export async function closeQuietly(catalog: CatalogReader | undefined): Promise<void> {
  try {
    await catalog?.close();
  } catch {
    // The writer has reported it already.
  }
}
