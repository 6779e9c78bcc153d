import { sidecarKey } from '@tapehaul/archive';
import type { HeldObject } from '../engine/outcome.ts';
import type { ContentChecker } from '../proof/content-checker.ts';
import { sha256OfChunks } from '../sums/file-sums.ts';
import type { Target, TargetFile } from '../target/target.ts';

/** A file that stands at a target path, and what is known of it. */
export type InPlace = Pick<
  HeldObject,
  'bytes' | 'mtimeMs' | 'sha256' | 'proof' | 'depth' | 'etag' | 'lastModified'
>;

/** A sidecar is never longer than this, in bytes. */
const SIDECAR_LIMIT = 4_096;

/** What the record says of a file, when the file stands there as recorded. Reads no content. */
export function asRecorded(held: HeldObject, path: string, standing: TargetFile): InPlace | undefined {
  const { bytes, mtimeMs, proof, depth, etag, lastModified, sha256 } = held;
  if (held.path !== path || standing.bytes !== bytes || standing.mtimeMs !== mtimeMs) return undefined;
  if (standing.sha256 !== null && standing.sha256 !== sha256) return undefined;
  return { bytes, mtimeMs, proof, depth, etag, lastModified, sha256 };
}

/** SHA-256 of what stands at a path of a target, as 64 hex digits. Reads all of it, a file of this machine in a thread where it is large. */
export async function digestAt(
  { target, checker }: { readonly target: Target; readonly checker: ContentChecker | undefined },
  path: string,
  bytes: number,
  signal: AbortSignal,
): Promise<string> {
  if (checker === undefined) return sha256OfChunks(target.read(path, signal));
  return checker.digest(target.locate(path), bytes, signal);
}

/** The text of the sidecar that stands beside a file; undefined when there is none that can be one. */
export async function sidecarBeside(
  target: Target,
  path: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const standing = await target.find(sidecarKey(path));
  if (standing === undefined || standing.bytes > SIDECAR_LIMIT) return undefined;
  const chunks = await Array.fromAsync(target.read(sidecarKey(path), signal), (chunk) => Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}
