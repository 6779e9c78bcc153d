import { open } from 'node:fs/promises';

/** What changes with the content of a file, without its bytes. */
export interface FileState {
  readonly bytes: number;
  /** Modification time in milliseconds since 1970 UTC. */
  readonly mtimeMs: number;
}

/** A reading of the state of an open file: bytes, and when it and its entry were changed, in milliseconds since 1970 UTC. */
export interface FileReading {
  readonly size: number;
  readonly mtimeMs: number;
  readonly ctimeMs: number;
}

/** Whether an open file shows no change between two readings of its state. */
export function isUnchanged(before: FileReading, after: FileReading): boolean {
  const { size, mtimeMs, ctimeMs } = after;
  return before.size === size && before.mtimeMs === mtimeMs && before.ctimeMs === ctimeMs;
}

/** The bytes of a small file that has that state from before it is read until after; undefined when it has another one. */
export async function readUnchanged(
  path: string,
  { bytes, mtimeMs }: FileState,
  signal: AbortSignal,
): Promise<Uint8Array | undefined> {
  const file = await open(path);
  try {
    const before = await file.stat();
    if (before.size !== bytes || before.mtimeMs !== mtimeMs) return undefined;
    const content = await file.readFile({ signal });
    return content.length === bytes && isUnchanged(before, await file.stat()) ? content : undefined;
  } finally {
    await file.close();
  }
}
