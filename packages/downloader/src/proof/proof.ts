import { basename } from 'node:path';
import { parseSidecar, SIDECAR_MAX_BYTES } from '@tapehaul/archive';
import { TapehaulError } from '@tapehaul/errors';
import type { Proof } from '../outcome.ts';
import { sha256Of } from './digest.ts';
import { checkBeginning, checkZip } from './zip.ts';

/** What was found out of a file. */
export interface Evidence {
  readonly bytes: number;
  readonly sha256: string;
  readonly proof: Proof;
}

/** A zip that has arrived, and what came with it. */
export interface Suspect {
  readonly key: string;
  /** The bytes, or the path of a file too large to be held in memory. */
  readonly content: Uint8Array | string;
  /** The first bytes. */
  readonly beginning: Uint8Array;
  /** Size in bytes. */
  readonly bytes: number;
  /** SHA-256 when it was taken while the bytes came; null when it is still to be taken. */
  readonly sha256: string | null;
  /** Text of the sidecar, if there is one. */
  readonly sidecar: string | null;
  /** Size in bytes that it must have: the listing's, unless the sidecar is to decide. */
  readonly size?: number;
}

/**
 * Proves a file: size against the listing, SHA-256 and name against the sidecar, then the zip's structure
 * and CRC. Throws a TapehaulError `size_mismatch`, `not_a_zip`, `zip_refused`, `sidecar_invalid` or `checksum_mismatch`
 * (whose facts hold the digests `expected` and `found`).
 */
export async function prove(suspect: Suspect, signal: AbortSignal): Promise<Evidence> {
  const { key, content, bytes, size } = suspect;
  if (size !== undefined && size !== bytes) {
    throw new TapehaulError('size_mismatch', `${key}: ${bytes} bytes came, ${size} were listed`, {
      facts: { key, expected: size, found: bytes },
      hint: 'The object may just be being replaced upstream; it is fetched again.',
    });
  }
  checkBeginning(suspect.beginning);
  // Large files are digested by another thread, so this one checks the zip meanwhile. The digest speaks first.
  const [digest, zip] = await Promise.allSettled([
    suspect.sha256 ?? sha256Of(content, bytes, signal),
    checkZip(content, bytes, signal),
  ]);
  if (digest.status === 'rejected') throw digest.reason;
  const sha256 = digest.value;
  const expected = suspect.sidecar === null ? null : publishedDigest(suspect.sidecar, key);
  if (expected !== null && expected !== sha256) {
    throw new TapehaulError('checksum_mismatch', `${key}: the SHA-256 differs from the published one`, {
      facts: { key, expected, found: sha256 },
      hint: 'The object and its sidecar are fetched again.',
    });
  }
  if (zip.status === 'rejected') throw zip.reason;
  return { bytes, sha256, proof: expected === null ? 'none' : 'sidecar' };
}

/**
 * The digest that a sidecar's text publishes for a key. Throws a TapehaulError `sidecar_invalid` when the
 * text is no sidecar, or one of another object.
 */
export function publishedDigest(text: string, key: string): string {
  const sidecar = text.length > SIDECAR_MAX_BYTES ? undefined : parseSidecar(text);
  const name = basename(key);
  if (sidecar?.name === name) return sidecar.sha256;
  const found = sidecar === undefined ? 'no digest' : `the digest of ${sidecar.name}`;
  throw new TapehaulError('sidecar_invalid', `the sidecar of ${name} holds ${found}`, {
    facts: { key, expected: name, found: sidecar?.name ?? null },
    hint: 'The sidecar is fetched again; if it stays wrong, the archive itself holds a wrong one.',
  });
}
