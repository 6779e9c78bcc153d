import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { type CatalogReader, everyRow } from '@tapehaul/catalog';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openCatalog, openToRead, readCatalog } from '../src/index.ts';
import { object, path, run } from './test-catalog.ts';

const heldBy = async (record: CatalogReader): Promise<string[]> =>
  (await Array.fromAsync(everyRow(record.held()))).map(({ key }) => key);

/** A record of one run with one object. */
async function fill(): Promise<void> {
  const catalog = openCatalog(path);
  await catalog.startRun(run('r1'));
  catalog.recordObject(object('r1', 'a'));
  catalog.endRun('r1', 'Completed', null);
  await catalog.close();
}

/** Another process with a transaction, as far as SQLite is concerned: a thread with a connection of its own. */
const WRITER = `
  const { parentPort, workerData: path } = require('node:worker_threads');
  const { DatabaseSync } = require('node:sqlite');
  const database = new DatabaseSync(path);
  database.exec('BEGIN IMMEDIATE');
  parentPort.once('message', () => { database.exec('COMMIT'); database.close(); parentPort.postMessage('done'); });
  parentPort.postMessage('locked');`;

describe('while another process writes', () => {
  let writer: Worker;
  beforeEach(async () => {
    await fill();
    writer = new Worker(WRITER, { eval: true, workerData: path });
    await once(writer, 'message');
  });
  afterEach(async () => {
    await writer.terminate();
  });

  test('a record is read all the same', async () => {
    const reader = openToRead(path);
    expect(await heldBy(reader)).toEqual(['a']);
    await reader.close();
  });

  test('writes wait for it, while this process does something else', async () => {
    const catalog = openCatalog(path);
    const started = catalog.startRun(run('r2'));
    // In a later turn: it does not wait within this one.
    setImmediate(() => writer.postMessage('end'));
    await started;
    expect(await catalog.run('r2')).toMatchObject({ state: 'Running' });
    await catalog.close();
  });

  test('what is handed in waits for it, in its order, and so does the end of a run', async () => {
    writer.postMessage('end');
    await once(writer, 'message');
    const catalog = openCatalog(path);
    await catalog.startRun(run('r2'));
    const other = new Worker(WRITER, { eval: true, workerData: path });
    await once(other, 'message');
    for (let at = 0; at < 1_500; at++) catalog.recordObject(object('r2', `key-${at}`));
    catalog.endRun('r2', 'Completed', null);
    const settled = catalog.settled();
    other.postMessage('end');
    await settled;
    await other.terminate();
    const reader = readCatalog(path);
    expect(await heldBy(reader)).toHaveLength(1_501);
    expect(await reader.run('r2')).toMatchObject({ state: 'Completed' });
    await reader.close();
    await catalog.close();
  });

  test('a process that is being stopped waits a moment only, and says that the record is locked', async () => {
    const catalog = openCatalog(path);
    catalog.hurry();
    await expect(catalog.startRun(run('r2'))).rejects.toThrow(
      expect.objectContaining({ code: 'catalog_failed', facts: expect.objectContaining({ locked: true }) }),
    );
    writer.postMessage('end');
    await once(writer, 'message');
    await catalog.startRun(run('r2'));
    expect(await catalog.run('r2')).toMatchObject({ state: 'Running' });
    await catalog.close();
  });
});
