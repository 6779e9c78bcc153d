import { hash } from 'node:crypto';
import { basename } from 'node:path';
import { parseSidecar, SIDECAR_MAX_BYTES } from '@tapehaul/archive';
import { TapehaulError } from '@tapehaul/errors';
import type { Proof, ProofDepth } from '../engine/outcome.ts';
import type { SpanSum } from '../sums/file-sums.ts';
import type { ThreadPool } from '../sums/thread-pool.ts';
import { depthOf, type ProofPolicy } from './depth.ts';
import { checkBeginning } from './not-a-zip.ts';
import { checkContents, contentsOf } from './zip-contents.ts';
import { type ZipEntry, zipEntries } from './zip-entries.ts';

/** What was found out of a file. */
export interface Evidence {
  readonly bytes: number;
  readonly sha256: string;
  readonly proof: Proof;
  readonly depth: ProofDepth;
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

/** How deep files are proved, and where large ones are. */
export interface ProofMeans {
  readonly policy: ProofPolicy;
  readonly threads: ThreadPool;
}

/**
 * Proves a file: size against the listing, SHA-256 and name against the sidecar, then the zip's structure and, where it is
 * to be proved deep, its content against its CRC. A large file is read once, by a thread. Throws a TapehaulError `size_mismatch`, `not_a_zip`, `zip_refused`,
 * `sidecar_invalid` or `checksum_mismatch` (whose facts hold the digests `expected` and `found`).
 */
export async function prove(
  suspect: Suspect,
  { policy, threads }: ProofMeans,
  signal: AbortSignal,
): Promise<Evidence> {
  const { key, content, bytes, size, sidecar } = suspect;
  if (size !== undefined && size !== bytes) {
    throw new TapehaulError('size_mismatch', `${key}: ${bytes} bytes came, ${size} were listed`, {
      facts: { key, expected: size, found: bytes },
      hint: 'The object may just be being replaced upstream; it is fetched again.',
    });
  }
  checkBeginning(suspect.beginning);
  const [zip] = await Promise.allSettled([zipEntries(content, bytes, signal)]);
  const entries = zip.status === 'fulfilled' ? zip.value : [];
  const depth = depthOf(policy, bytes, sidecar !== null);
  const { sha256, contents } = await sumsOf(suspect, depth === 'deep' ? entries : [], threads, signal);
  // The digest speaks first: what it contradicts need not be a zip.
  const expected = sidecar === null ? null : publishedDigest(sidecar, key);
  if (expected !== null && expected !== sha256) {
    throw new TapehaulError('checksum_mismatch', `${key}: the SHA-256 differs from the published one`, {
      facts: { key, expected, found: sha256 },
      hint: 'The object and its sidecar are fetched again.',
    });
  }
  if (zip.status === 'rejected') throw zip.reason;
  if (depth === 'deep') checkContents(entries, contents);
  return { bytes, sha256, proof: expected === null ? 'none' : 'sidecar', depth };
}

/** SHA-256 of a file, and what comes out of its entries. */
async function sumsOf(
  { content, bytes, sha256 }: Suspect,
  entries: readonly ZipEntry[],
  threads: ThreadPool,
  signal: AbortSignal,
): Promise<{ readonly sha256: string; readonly contents: readonly SpanSum[] }> {
  if (typeof content !== 'string') {
    return {
      sha256: sha256 ?? hash('sha256', content),
      contents: await contentsOf(content, entries, signal),
    };
  }
  if (sha256 !== null && entries.length === 0) return { sha256, contents: [] };
  const spans = entries.map(({ start, end, deflated, most }) => ({ start, end, deflated, most }));
  const sums = await threads.sums({ path: content, hashed: sha256 === null, spans }, bytes, signal);
  return { sha256: sha256 ?? sums.sha256 ?? '', contents: sums.contents };
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
