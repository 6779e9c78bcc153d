import { closeSync, openSync, statSync, writeSync } from 'node:fs';
import { openCatalog } from '../src/index.ts';
import { object, path, run, tasks } from './test-catalog.ts';

/** Objects that make a record of some hundred pages. */
export const MANY = 2_000;

/** A record with two runs, one of which has not ended, many objects and a former version. */
export async function fill(): Promise<void> {
  const catalog = openCatalog(path);
  await catalog.startRun(run('r1'));
  await catalog.planTasks('r1', tasks('a'));
  catalog.endPlan('r1');
  for (let at = 0; at < MANY; at++) catalog.recordObject(object('r1', `key-${at}`, { etag: `e${at}` }));
  catalog.recordVersion({
    key: 'key-1',
    path: null,
    bytes: 5,
    sha256: 'cd'.repeat(32),
    etag: 'old',
    lastModified: null,
    supersededAt: 7,
    runId: 'r1',
  });
  catalog.endRun('r1', 'Completed', { files: 1 });
  await catalog.startRun(run('r2'));
  await catalog.settled();
  await catalog.close();
}

/** Bytes of a page of the file. */
const PAGE = 4_096;

/**
 * Overwrites pages of the file, from one fraction of it to another. Whole ones: SQLite notices a page that is none of its own, not
 * a value that was overwritten within one.
 */
export function harm(from: number, to: number): void {
  const { size } = statSync(path);
  const handle = openSync(path, 'r+');
  const [start, end] = [from, to].map((fraction) => Math.round((size * fraction) / PAGE) * PAGE);
  writeSync(handle, Buffer.alloc(Number(end) - Number(start), 0x5a), 0, undefined, start);
  closeSync(handle);
}
