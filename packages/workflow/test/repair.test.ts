import { rm, stat } from 'node:fs/promises';
import { everyRow } from '@tapehaul/catalog';
import { readCatalog, recordPath } from '@tapehaul/catalog-sqlite';
import { expect, test } from 'vitest';
import { repairFolder } from '../src/index.ts';
import { collect, output } from './archive.ts';

/** Repairs the record, and gives what was reported of it. */
const repaired = () => Array.fromAsync(repairFolder(output));

test('a repair that was stopped in its middle is done again, until it has ended', async () => {
  await collect();
  await rm(recordPath(output));
  const stop = new AbortController();
  const files = repairFolder(output, { signal: stop.signal });
  expect((await files.next()).value).toMatchObject({ kind: 'repaired', status: 'recorded' });
  stop.abort();
  await expect(Array.fromAsync(files)).rejects.toMatchObject({ code: 'cancelled' });
  expect((await repaired()).at(-1)).toMatchObject({ record: 'rebuilt', files: { recorded: 3 } });
  expect(await repaired()).toMatchObject([{ kind: 'summary', record: 'sound' }]);
});

test('a sound record, and one of a run in progress, stay as they are', async () => {
  await collect();
  const before = await stat(recordPath(output));
  expect(await repaired()).toMatchObject([{ kind: 'summary', record: 'sound' }]);
  expect((await stat(recordPath(output))).ino).toBe(before.ino);
});

test('former versions that were kept are versions again', async () => {
  await collect();
  const { rename, mkdir, glob, copyFile } = await import('node:fs/promises');
  const [zip = ''] = await Array.fromAsync(glob('bronze/**/*.zip', { cwd: output }));
  const kept = `_replaced/${zip.replace(/\.zip$/, '')}.0123456789ab.zip`;
  await mkdir(`${output}/${kept.slice(0, kept.lastIndexOf('/'))}`, { recursive: true });
  await copyFile(`${output}/${zip}`, `${output}/${kept}`);
  await copyFile(`${output}/${zip}.CHECKSUM`, `${output}/${kept}.CHECKSUM`);
  await rename(recordPath(output), `${recordPath(output)}.away`);
  expect((await repaired()).at(-1)).toMatchObject({ files: { recorded: 3, version: 1 } });
  const record = readCatalog(recordPath(output));
  expect(await Array.fromAsync(everyRow(record.versions()))).toMatchObject([{ path: kept }]);
  await record.close();
});
