import { existsSync } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PartitionRecord } from '@tapehaul/catalog';
import { asTapehaulError } from '@tapehaul/errors';
import { openParquetFiles, type ParquetFiles } from '@tapehaul/lake';
import { parsePartitionPath, TABLES_FOLDER } from '@tapehaul/tables';
import { partitionOfFile } from '../../result/table-file.ts';
import { fileDigest } from '../file-digest.ts';
import { walkFolder } from '../walk-folder.ts';

/** Which files of tables are read. */
export interface TableFilesOptions {
  /** Output directory, absolute. */
  readonly root: string;
  /** The run that the partitions are recorded with. */
  readonly runId: string;
  /** Whether a path is known already. */
  readonly isKnown: (path: string) => boolean;
  readonly signal: AbortSignal;
}

/**
 * The partitions whose files stand below an output directory and say themselves what they were made of, except for those that are known and
 * files that cannot be read.
 * None where DuckDB, which reads them, does not run on this machine.
 */
export async function* describedTables(options: TableFilesOptions): AsyncGenerator<PartitionRecord> {
  const folder = join(options.root, TABLES_FOLDER);
  if (!existsSync(folder)) return;
  const staging = await mkdtemp(join(tmpdir(), 'tapehaul-repair-'));
  let files: ParquetFiles | undefined;
  try {
    for await (const { path: below, kind } of walkFolder(folder, () => false, options.signal)) {
      const path = `${TABLES_FOLDER}/${below}`;
      if (kind !== 'file' || options.isKnown(path) || parsePartitionPath(path) === undefined) continue;
      files ??= await openParquetFiles({ staging });
      const partition = await described(files, path, options).catch((thrown: unknown) => {
        if (options.signal.aborted) throw thrown;
      });
      if (partition) yield partition;
    }
  } catch (thrown) {
    if (asTapehaulError(thrown).code !== 'table_writer_missing') throw thrown;
  } finally {
    files?.close();
    await rm(staging, { recursive: true, force: true });
  }
}

async function described(
  files: ParquetFiles,
  path: string,
  { root, runId, signal }: TableFilesOptions,
): Promise<PartitionRecord | undefined> {
  const file = join(root, path);
  const description = await files.describe(file, signal);
  if (description === undefined) return undefined;
  const { size: bytes, mtimeMs } = await stat(file);
  const sha256 = await fileDigest(file, signal);
  if (sha256 === null) return undefined;
  return partitionOfFile(path, description, { bytes, sha256, builtAt: Math.trunc(mtimeMs), runId });
}
