import { stat } from 'node:fs/promises';
import { sidecarKey } from '@tapehaul/archive';
import type { HeldObject } from './outcome.ts';
import { type Evidence, publishedDigest } from './proof.ts';
import { sha256Of } from './zip.ts';

/** A file that stands at a target path, and what is known of it. */
export type InPlace = Evidence & { readonly mtimeMs: number; readonly etag: string | null };

/**
 * The file at a target, when the record vouches for it: same path, size and modification time as recorded,
 * and proved, if proof is wanted. Reads no content.
 */
export async function recordedInPlace(
  held: HeldObject | undefined,
  path: string,
  target: string,
  wantProof: boolean,
): Promise<InPlace | undefined> {
  if (held === undefined || held.path !== path || (wantProof && held.proof === 'none')) return undefined;
  const found = await stat(target).catch(() => undefined);
  if (found === undefined || found.size !== held.bytes || found.mtimeMs !== held.mtimeMs) return undefined;
  const { bytes, mtimeMs, proof, etag } = held;
  return { bytes, mtimeMs, proof, etag, sha256: held.sha256 ?? '' };
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
