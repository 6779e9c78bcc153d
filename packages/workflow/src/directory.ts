import { join } from 'node:path';

/** Folder of tapehaul's own files in an output directory. */
export const STATE = '.tapehaul';

/** Folder of files that failed their proof, below the output directory. */
export const QUARANTINE = `${STATE}/quarantine`;

/** Folder of what each run leaves beside the data; readers skip a leading `_`. */
export const RUNS = '_runs';

/** Folder of versions that the archive has replaced; readers skip a leading `_`. */
export const REPLACED = '_replaced';

/** The folders in which an output directory holds no current data. */
export const OWN_FOLDERS: ReadonlySet<string> = new Set([STATE, RUNS, REPLACED]);

/** Name of the file that describes a run, in its folder. */
export const METADATA = 'metadata.json';
/** Name of the file that proves a run's data, one JSON object a line, in its folder. */
export const MANIFEST = 'manifest.ndjson';
/** Name of the file that says which requested days of each series are held, one JSON object a line, in the folder of a run. */
export const COVERAGE = 'coverage.ndjson';
/** Name of the file that `sha256sum -c` reads in the output directory, in the folder of a run. */
export const CHECKSUMS = 'SHA256SUMS';

/** Path of the folder of tapehaul's own files: the record, staging and quarantine are below it. */
export function stateDirectory(root: string): string {
  return join(root, STATE);
}

/** Paths of the folders whose content a run removes without a request. */
export function sweptDirectories(root: string): string[] {
  return ['staging', 'unfinished', 'quarantine'].map((name) => join(root, STATE, name));
}

/** Path of the folder in which files of a run are written before they are whole. */
export function unfinishedDirectory(root: string): string {
  return join(root, STATE, 'unfinished');
}

/** Path of the folder in which files of tables are written before they are whole; swept with what is unfinished. */
export function tableStaging(root: string): string {
  return join(unfinishedDirectory(root), 'tables');
}

/** Path of the file that lists all tables that are built, one JSON object a line. */
export function tablesManifest(root: string): string {
  return join(root, STATE, 'tables', MANIFEST);
}

/** Path of the file that lists files which builds of tables could not read, one JSON object a line. */
export function brokenSourcesFile(root: string): string {
  return join(root, STATE, 'tables', 'broken.ndjson');
}

/** Path of the folder of one run. */
export function runDirectory(root: string, runId: string): string {
  return join(root, RUNS, runId);
}
