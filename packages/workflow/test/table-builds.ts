import { glob } from 'node:fs/promises';
import { openCatalog, recordPath } from '@tapehaul/catalog-sqlite';
import {
  type BuildTablesOptions,
  buildTables,
  FLOW_NAME,
  type TableBuildEvent,
  type TablesResult,
} from '../src/index.ts';
import { output } from './archive.ts';
import { everything } from './everything.ts';

/** Builds the tables of the output directory, and keeps what is reported. */
export async function build(
  more: Partial<BuildTablesOptions> = {},
): Promise<{ readonly result: TablesResult; readonly events: readonly TableBuildEvent[] }> {
  const events: TableBuildEvent[] = [];
  const { onEvent } = more;
  const result = await buildTables(output, {
    ...everything,
    ...more,
    onEvent: (event) => {
      events.push(event);
      onEvent?.(event);
    },
  });
  return { result, events };
}

/** Parquet files below the output directory. */
export const tablesBelow = async (folder: string): Promise<string[]> =>
  (await Array.fromAsync(glob('silver/**/*.parquet', { cwd: folder }))).sort();

/** Removes an object from the record of the output directory, as if it was not held any more. */
export async function forget(key: string): Promise<void> {
  const catalog = openCatalog(recordPath(output));
  catalog.forgetObject(key);
  await catalog.close();
}

/** Removes the digest of an object from the record of the output directory. */
export async function forgetDigest(key: string): Promise<void> {
  const catalog = openCatalog(recordPath(output));
  const object = await catalog.find(key);
  if (object === undefined) throw new RangeError(key);
  await catalog.startRun({ runId: 'without-digest', flow: FLOW_NAME, parameters: {} });
  catalog.recordObject({ ...object, sha256: null, runId: 'without-digest' });
  catalog.endRun('without-digest', 'Completed', null);
  await catalog.close();
}
