import type { TapehaulError } from '@tapehaul/errors';
import type { VerifiedFile } from './verified-file.ts';

/** A file, or a manifest, that cannot be read. `recorded` is the digest that it should have. */
export function unreadableFile(path: string, expected: string | null, error: TapehaulError): VerifiedFile {
  return { kind: 'verified', path, status: 'unreadable', expected, sha256: null, error: error.toJSON() };
}
