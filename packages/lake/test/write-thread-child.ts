import { parentPort, workerData } from 'node:worker_threads';
import { duckdbWriter } from '../src/index.ts';
import { manyRows } from './many-rows.ts';

// Writes rows in a worker thread, and posts the version of the writer.
const { path, staging } = workerData as { readonly path: string; readonly staging: string };
const writer = await duckdbWriter({ staging });
await writer.write(manyRows(), { path, metadata: {} }, new AbortController().signal);
await writer.close();
parentPort?.postMessage(writer.version);
