import { join } from 'node:path';
import { isZip } from '@tapehaul/archive';
import { TapehaulError } from '@tapehaul/errors';
import type { BucketTarget } from '@tapehaul/s3';
import { STATE } from '../../directory.ts';
import { DigestSet } from '../../result/digest-set.ts';
import type { ManifestRow } from '../../result/manifest.ts';
import { readManifests } from '../../result/read-manifests.ts';
import { pathBelow, walkFolder } from '../walk-folder.ts';
import { unreadableFile } from './unreadable-file.ts';
import type { VerifiedFile, VerifyOptions } from './verified-file.ts';

/** A file to check, and what its digest should be, if a manifest says. */
export interface Candidate {
  readonly path: string;
  readonly expected: string | null;
  readonly row?: ManifestRow;
}

/** The files that manifests name, then every other zip of the output directory or the bucket; what cannot be read is found already. `root` is absolute. */
export async function* candidates(
  root: string,
  { runId, signal = new AbortController().signal }: VerifyOptions,
  bucket: BucketTarget | undefined,
): AsyncGenerator<Candidate | VerifiedFile> {
  const named = new DigestSet();
  for await (const { row, fault } of readManifests(root, runId)) {
    if (row === undefined) {
      yield unreadableFile(pathBelow(root, fault.file), null, fault.error);
      continue;
    }
    const { path, sha256 } = row;
    if (path !== null && named.add(path)) yield { path, expected: sha256, row };
  }
  if (runId !== undefined) return;
  if (bucket !== undefined) {
    for await (const files of bucket.list('', signal))
      for (const { path } of files) if (isZip(path) && !named.has(path)) yield { path, expected: null };
    return;
  }
  const skips = (folder: string): boolean => folder === join(root, STATE);
  for await (const { path, kind } of walkFolder(root, skips, signal, { follows: true })) {
    if (kind === 'unreadable') yield unreadableFile(path, null, unreadableFolder(join(root, path)));
    else if (isZip(path) && !named.has(path)) yield { path, expected: null };
  }
}

function unreadableFolder(folder: string): TapehaulError {
  return new TapehaulError('file_failed', `${folder} cannot be read`, {
    facts: { folder },
    hint: 'Check its permissions, then run the same command again.',
  });
}
