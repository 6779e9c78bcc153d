import { stat } from 'node:fs/promises';
import { sidecarKey } from '@tapehaul/archive';
import type { HeldObject } from './outcome.ts';
import { publishedDigest } from './proof.ts';
import { sha256Of } from './zip.ts';

/** A file that stands at a target path, and what is known of it. */
export type InPlace = Pick<HeldObject, 'bytes' | 'mtimeMs' | 'sha256' | 'proof' | 'etag'>;

/** The file at a target, when it is as recorded: same path, size and modification time. Reads no content. */
export async function recordedInPlace(
  held: HeldObject | undefined,
  path: string,
  target: string,
): Promise<InPlace | undefined> {
  if (held === undefined || held.path !== path) return undefined;
  const found = await stat(target).catch(() => undefined);
  if (found === undefined || found.size !== held.bytes || found.mtimeMs !== held.mtimeMs) return undefined;
  const { bytes, mtimeMs, proof, etag, sha256 } = held;
  return { bytes, mtimeMs, proof, etag, sha256 };
}

/**
 * The file at a target, when the sidecar beside it proves it: how a file is taken over that was published
 * just before a crash, or collected by another tool. Hashes the file.
 */
export async function provedInPlace(
  key: string,
  target: string,
  signal: AbortSignal,
): Promise<InPlace | undefined> {
  const found = await stat(target).catch(() => undefined);
  if (found === undefined || !found.isFile()) return undefined;
  const expected = await publishedDigest(sidecarKey(target), key).catch(() => undefined);
  if (expected === undefined) return undefined;
  const sha256 = await sha256Of(target, signal);
  if (sha256 !== expected) return undefined;
  return { bytes: found.size, mtimeMs: found.mtimeMs, sha256, proof: 'sidecar', etag: null };
}
