import { mkdir } from 'node:fs/promises';
import { daysBetween, formatKey, formatSeries, type Series } from '@tapehaul/archive';
import type { ObjectRecord, SeenSeries } from '@tapehaul/catalog';
import { lakehousePath } from '@tapehaul/planner';
import { CellWriter } from '../../../packages/catalog-sqlite/src/cells/cell-writer.ts';
import { SeenWriter } from '../../../packages/catalog-sqlite/src/cells/seen-writer.ts';
import { ObjectWriter } from '../../../packages/catalog-sqlite/src/holdings/object-writer.ts';
import { sqliteRecords } from '../../../packages/catalog-sqlite/src/index.ts';
import { openDatabase } from '../../../packages/catalog-sqlite/src/schema/database.ts';
import { FLOW_NAME } from '../../../packages/workflow/src/flow-names.ts';
import { madeObject } from './daily-archive.ts';

const SHA256 = '0123456789abcdef'.repeat(4);

/** Days of a series that are held, both included, and when the files came. */
export interface Holdings {
  readonly series: readonly Series[];
  readonly first: string;
  readonly last: string;
  readonly fetchedAt: number;
  /** What earlier plans have gone through, and when all of it was last compared with the archive. */
  readonly seen: Pick<SeenSeries, 'partition' | 'checkedOn' | 'oldUntil'> & {
    readonly termsOf: (series: Series) => string;
  };
}

/**
 * Writes the record of an output directory in which each day of some series is held and proved, in one transaction of the catalog's
 * own writers. The files themselves do not exist.
 */
export async function makeRecord(
  root: string,
  { series, first, last, fetchedAt, seen }: Holdings,
): Promise<void> {
  await mkdir(root, { recursive: true });
  const runId = '20260101T000000Z-000000';
  const catalog = await sqliteRecords.open(root);
  await catalog.startRun({ runId, flow: FLOW_NAME, parameters: {} });
  catalog.endPlan(runId);
  await catalog.endRun(runId, 'Completed', {});
  await catalog.close();
  const database = openDatabase(sqliteRecords.locate(root));
  database.exec('PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA cache_size = -262144');
  const cells = new CellWriter(database);
  const seenSeries = new SeenWriter(database);
  const objects = new ObjectWriter(database, cells);
  const days = [...daysBetween(first, last)];
  // In the order of their keys, so that the tables are written from front to back.
  const inOrder = series.toSorted((a, b) => (formatSeries(a) < formatSeries(b) ? -1 : 1));
  database.exec('BEGIN');
  for (const one of inOrder) {
    for (const period of days) objects.hold(1, heldOf(one, period, runId, fetchedAt));
    cells.write();
    const { termsOf, ...common } = seen;
    seenSeries.record({ series: one, first, last, terms: termsOf(one), ...common });
  }
  database.exec('COMMIT; PRAGMA journal_mode = WAL');
  database.close();
}

function heldOf(series: Series, period: string, runId: string, fetchedAt: number): ObjectRecord {
  const object = { ...series, partition: 'daily' as const, period };
  const { size, etag, lastModified } = madeObject(object);
  return {
    key: formatKey(object),
    path: lakehousePath(object),
    bytes: size,
    mtimeMs: fetchedAt,
    sha256: SHA256,
    proof: 'sidecar',
    depth: 'deep',
    etag,
    lastModified: lastModified.toISOString(),
    series,
    partition: 'daily',
    period,
    runId,
    recordedAt: fetchedAt,
  };
}
