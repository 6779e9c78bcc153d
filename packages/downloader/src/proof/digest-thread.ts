import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

/**
 * What the thread runs. As text it starts alike from sources, from a package and from a bundle of one file.
 */
const PROGRAM = `
const { createHash } = require('node:crypto');
const { closeSync, openSync, readSync } = require('node:fs');
const { parentPort, workerData } = require('node:worker_threads');
const digest = createHash('sha256');
const file = openSync(workerData);
const buffer = Buffer.allocUnsafe(2 ** 20);
for (let read = readSync(file, buffer); read > 0; read = readSync(file, buffer)) {
  digest.update(buffer.subarray(0, read));
}
closeSync(file);
parentPort.postMessage(digest.digest('hex'));
`;

/**
 * SHA-256 of the file at a path, as 64 hex digits, taken by a thread of its own that lives no longer. Rejects
 * when no thread is available, with the error of the file system, and soon once the signal is aborted.
 */
export async function digestInThread(path: string, signal: AbortSignal): Promise<string> {
  // Options of the process, such as its heap sizes and loaders, are of no use to so small a program.
  const thread = new Worker(PROGRAM, { eval: true, execArgv: [], workerData: path });
  try {
    const [digest] = await once(thread, 'message', { signal });
    return String(digest);
  } finally {
    await thread.terminate();
  }
}
