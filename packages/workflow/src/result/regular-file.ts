import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { TapehaulError } from '@tapehaul/errors';

/** Opening a pipe must not wait for somebody who writes into it. */
const FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/**
 * Opens a file to read; symbolic links are followed unless `follows` is false. Rejects with `target_blocked` where something
 * else has its name, such as a pipe or a directory, also when that has just taken the place of a file.
 */
export async function openRegular(file: string, { follows = true } = {}): Promise<FileHandle> {
  const handle = await open(file, follows ? FLAGS : FLAGS | (constants.O_NOFOLLOW ?? 0)).catch((thrown) => {
    throw IN_THE_WAY.has(errnoOf(thrown)) ? notRegular(file) : thrown;
  });
  if ((await handle.stat()).isFile()) return handle;
  await handle.close();
  throw notRegular(file);
}

/** What opening says of a symbolic link that is not followed, and of a socket. */
const IN_THE_WAY: ReadonlySet<unknown> = new Set(['ELOOP', 'ENXIO', 'EMLINK']);

function errnoOf(thrown: unknown): unknown {
  return thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
}

function notRegular(file: string): TapehaulError {
  return new TapehaulError('target_blocked', `${file} is not a regular file`, {
    retry: 'never',
    facts: { file },
    hint: 'Something else stands at that path: move it away, then run the same command again.',
  });
}

/** The text of a file of at most that many bytes. Rejects with `file_failed` for a larger one, which is not read. */
export async function readSmall(file: string, mostBytes: number): Promise<string> {
  await using handle = await openRegular(file);
  const buffer = Buffer.allocUnsafe(Math.min(mostBytes, (await handle.stat()).size) + 1);
  let length = 0;
  for (;;) {
    const { bytesRead } = await handle.read(buffer, length, buffer.length - length);
    length += bytesRead;
    if (length === buffer.length) break;
    if (bytesRead === 0) return buffer.toString('utf8', 0, length);
  }
  throw new TapehaulError('file_failed', `${file} is larger than expected, and was not read`, {
    facts: { file, most_bytes: mostBytes },
    hint: 'tapehaul writes no such file: move it away, then run the same command again.',
  });
}

/** The lines of a file that is open, without their ends; null in place of a line of more than `longest` bytes. */
export async function* linesOf(handle: FileHandle, longest: number): AsyncGenerator<string | null> {
  let parts: Buffer[] = [];
  let length = 0;
  const add = (part: Buffer): void => {
    length += part.length;
    if (length <= longest) parts.push(part);
    else parts = [];
  };
  const line = (): string | null => {
    const text = length > longest ? null : Buffer.concat(parts).toString('utf8');
    parts = [];
    length = 0;
    return text;
  };
  for await (const chunk of handle.createReadStream({ autoClose: false }) as AsyncIterable<Buffer>) {
    let from = 0;
    for (let to = chunk.indexOf(NEW_LINE); to >= 0; to = chunk.indexOf(NEW_LINE, from)) {
      add(chunk.subarray(from, to));
      yield line();
      from = to + 1;
    }
    add(chunk.subarray(from));
  }
  if (length > 0) yield line();
}

const NEW_LINE = 0x0a;
