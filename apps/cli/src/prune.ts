import { type NeedlessKind, needlessFiles, removeNeedless } from '@tapehaul/workflow';
import prettyBytes from 'pretty-bytes';
import { stopOnSignals } from './signals.ts';

/** Options of `tapehaul prune`. */
export interface PruneOptions {
  readonly kind?: readonly NeedlessKind[];
  /** Delete what is found; without it, it is only listed. */
  readonly delete?: boolean;
  readonly json?: boolean;
}

/** Lists, or deletes, files that nobody needs; gives the exit status. Rejects with a TapehaulError. */
export async function prune(directory: string, options: PruneOptions): Promise<number> {
  const { kind: kinds, delete: deletes = false, json = false } = options;
  const { gently: signal, exitStatus, dispose } = stopOnSignals();
  const found = deletes ? removeNeedless(directory, kinds) : needlessFiles(directory, kinds);
  let [files, bytes] = [0, 0];
  try {
    for await (const file of found) {
      files += 1;
      bytes += file.bytes;
      process.stdout.write(
        json
          ? `${JSON.stringify({ ...file, kind: 'needless', why: file.kind })}\n`
          : `${file.kind.padEnd(11)} ${file.path}\n`,
      );
      if (signal.aborted) return exitStatus() ?? 1;
    }
  } finally {
    dispose();
  }
  const sum = `${files} files, ${prettyBytes(bytes)}`;
  const text = deletes ? `deleted ${sum}` : `${sum}${files > 0 ? '; --delete removes them' : ''}`;
  process.stdout.write(
    json ? `${JSON.stringify({ kind: 'summary', files, bytes, deleted: deletes })}\n` : `${text}\n`,
  );
  return 0;
}
