/**
 * What a thread runs: one file after the other, each read once. As text it starts alike from sources, from a package and
 * from a bundle of one file. It gets a FileJob with an `id`, and answers with a FileSums of that `id`, or with `failed`.
 * Besides it follows files that grow: it hashes the file `follow` up to an offset `to`, and then gives the digest or drops it.
 *
 * zlib's own objects have no call that inflates a part of a stream at once, and their asynchronous one would occupy the threads
 * that write files. So it uses the handle below them, as minizlib does, and fails where Node has no such handle.
 */
export const PROGRAM = `
const { createHash } = require('node:crypto');
const { closeSync, fstatSync, openSync, readSync } = require('node:fs');
const { parentPort, workerData } = require('node:worker_threads');
const { constants, crc32, createInflateRaw } = require('node:zlib');

const CHUNK = 2 ** 18;
const input = Buffer.allocUnsafeSlow(CHUNK);
const output = Buffer.allocUnsafeSlow(CHUNK);
const NOTHING = Buffer.alloc(0);
const stopped = new Int32Array(workerData);

class Stored {
  sum = { size: 0, crc: 0 };
  take(chunk) {
    this.sum = { size: this.sum.size + chunk.length, crc: crc32(chunk, this.sum.crc) };
  }
  end() {}
  close() {}
}

class Deflated extends Stored {
  #stream = createInflateRaw();
  #handle = this.#stream._handle;
  #left = this.#stream._writeState;
  #most;
  constructor(most) {
    super();
    this.#most = most;
    if (typeof this.#handle?.writeSync !== 'function' || this.#left?.length !== 2) throw new Error('no handle');
    this.#handle.onerror = (message) => {
      this.sum = { broken: String(message) };
    };
  }
  take(chunk) {
    this.#inflate(chunk, constants.Z_NO_FLUSH);
  }
  end() {
    this.#inflate(NOTHING, constants.Z_FINISH);
  }
  close() {
    this.#stream.close();
  }
  #inflate(chunk, flush) {
    for (let at = 0, room = 0; room === 0; at = chunk.length - this.#left[1]) {
      if (this.sum.broken !== undefined || this.sum.size > this.#most) return;
      this.#handle.writeSync(flush, chunk, at, chunk.length - at, output, 0, CHUNK);
      room = this.#left[0];
      if (this.sum.broken === undefined && room < CHUNK) super.take(output.subarray(0, CHUNK - room));
    }
  }
}

function sums({ id, path, hashed, md5, spans }) {
  const hash = hashed ? createHash('sha256') : null;
  const other = md5 ? createHash('md5') : null;
  const contents = spans.map(({ deflated, most }) => (deflated ? new Deflated(most) : new Stored()));
  const file = openSync(path);
  try {
    const before = fstatSync(file);
    let bytes = 0;
    for (let at = 0, read = 1; read > 0; at += read) {
      if (Atomics.load(stopped, 0) >= id) throw new Error('stopped');
      read = readSync(file, input, 0, CHUNK, at);
      bytes += read;
      hash?.update(input.subarray(0, read));
      other?.update(input.subarray(0, read));
      for (const [index, { start, end }] of spans.entries()) {
        const [from, to] = [Math.max(start - at, 0), Math.min(end - at, read)];
        if (from < to) contents[index].take(input.subarray(from, to));
      }
    }
    for (const content of contents) content.end();
    const digests = { sha256: hash?.digest('hex') ?? null, md5: other?.digest('hex') ?? null };
    const after = fstatSync(file);
    const isSame = bytes === before.size && ['size', 'mtimeMs', 'ctimeMs'].every((name) => before[name] === after[name]);
    const read = isSame ? { bytes, mtimeMs: before.mtimeMs } : null;
    return { ...digests, contents: contents.map(({ sum }) => sum), read };
  } finally {
    closeSync(file);
    for (const content of contents) content.close();
  }
}

const followed = new Map();

function hashTo({ follow, path, to }) {
  let one = followed.get(follow);
  if (one === undefined) {
    one = { file: openSync(path), hash: createHash('sha256'), at: 0 };
    followed.set(follow, one);
  }
  while (one.at < to) {
    const read = readSync(one.file, input, 0, Math.min(CHUNK, to - one.at), one.at);
    if (read === 0) throw new Error('the file is shorter');
    one.hash.update(input.subarray(0, read));
    one.at += read;
  }
}

function leave(follow) {
  const one = followed.get(follow);
  followed.delete(follow);
  if (one !== undefined) closeSync(one.file);
  return one?.hash.digest('hex');
}

function followOn(job) {
  if (job.kind === 'drop') return leave(job.follow);
  try {
    if (job.kind === 'to') hashTo(job);
    const sha256 = job.kind === 'digest' ? leave(job.follow) : undefined;
    parentPort.postMessage({ follow: job.follow, sha256 });
  } catch (error) {
    leave(job.follow);
    parentPort.postMessage({ follow: job.follow, failed: String(error) });
  }
}

parentPort.on('message', (job) => {
  if (job.follow !== undefined) return followOn(job);
  try {
    parentPort.postMessage({ id: job.id, ...sums(job) });
  } catch (error) {
    parentPort.postMessage({ id: job.id, failed: String(error) });
  }
});
`;
