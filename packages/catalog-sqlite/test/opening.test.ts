import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { openCatalog } from '../src/index.ts';
import { path } from './test-catalog.ts';

/** Has a new file locked, as a process that makes it, until somebody has waited for it for a while. */
const MAKER = `
  const { parentPort, workerData: { path, waited } } = require('node:worker_threads');
  const { DatabaseSync } = require('node:sqlite');
  const database = new DatabaseSync(path);
  database.exec('BEGIN IMMEDIATE');
  parentPort.postMessage('locked');
  Atomics.wait(waited, 0, 0);
  Atomics.wait(waited, 0, 1, 100);
  database.exec('COMMIT');
  database.close();`;

test('a new catalog that another process makes at the same moment is waited for', async () => {
  mkdirSync(dirname(path), { recursive: true });
  const waited = new Int32Array(new SharedArrayBuffer(4));
  const maker = new Worker(MAKER, { eval: true, workerData: { path, waited } });
  await once(maker, 'message');
  Atomics.store(waited, 0, 1);
  Atomics.notify(waited, 0);
  const catalog = openCatalog(path);
  expect((await catalog.runs()).rows).toEqual([]);
  await catalog.close();
  await once(maker, 'exit');
});
