import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { parseSidecar, SIDECAR_MAX_BYTES } from '@tapehaul/archive';
import { TapehaulError } from '@tapehaul/errors';
import type { Proof } from './outcome.ts';
import { checkBeginning, checkZip, sha256Of } from './zip.ts';

/** What was found out of a file. */
export interface Evidence {
  readonly bytes: number;
  readonly sha256: string;
  readonly proof: Proof;
}

/** A staged zip, and the sidecar that came with it, if there is one. */
export interface Suspect {
  readonly key: string;
  readonly zip: string;
  readonly sidecar: string | null;
  /** Size in bytes that the listing gave. */
  readonly size?: number;
}

/**
 * Proves a file: size against the listing, SHA-256 and name against the sidecar, then the zip's structure
 * and CRC. Throws a TapehaulError `size_mismatch`, `not_a_zip`, `sidecar_invalid` or `checksum_mismatch`
 * (whose facts hold the digests `expected` and `found`).
 */
export async function prove(suspect: Suspect, signal: AbortSignal): Promise<Evidence> {
  const { size: bytes } = await stat(suspect.zip);
  if (suspect.size !== undefined && suspect.size !== bytes) {
    throw new TapehaulError(
      'size_mismatch',
      `${suspect.key}: ${bytes} bytes came, ${suspect.size} were listed`,
      {
        facts: { key: suspect.key, expected: suspect.size, found: bytes },
        hint: 'The object may just be being replaced upstream; it is fetched again.',
      },
    );
  }
  await checkBeginning(suspect.zip);
  const sha256 = await sha256Of(suspect.zip, signal);
  const expected = suspect.sidecar === null ? null : await publishedDigest(suspect.sidecar, suspect.key);
  if (expected !== null && expected !== sha256) {
    throw new TapehaulError(
      'checksum_mismatch',
      `${suspect.key}: the SHA-256 differs from the published one`,
      {
        facts: { key: suspect.key, expected, found: sha256 },
        hint: 'The object and its sidecar are fetched again.',
      },
    );
  }
  await checkZip(suspect.zip, signal);
  return { bytes, sha256, proof: expected === null ? 'none' : 'sidecar' };
}

/**
 * The digest that a sidecar file publishes for a key. Throws a TapehaulError `sidecar_invalid` when the file
 * is no sidecar, or one of another object.
 */
export async function publishedDigest(path: string, key: string): Promise<string> {
  const text = (await stat(path)).size > SIDECAR_MAX_BYTES ? '' : await readFile(path, 'utf8');
  const sidecar = parseSidecar(text);
  const name = basename(key);
  if (sidecar?.name === name) return sidecar.sha256;
  const found = sidecar === undefined ? 'no digest' : `the digest of ${sidecar.name}`;
  throw new TapehaulError('sidecar_invalid', `the sidecar of ${name} holds ${found}`, {
    facts: { key, expected: name, found: sidecar?.name ?? null },
    hint: 'The sidecar is fetched again; if that goes on, the archive itself holds a wrong one.',
  });
}
