import { counted, visible } from '@tapehaul/errors';
import { type NeedlessKind, needlessFiles, removeNeedless, storageOf } from '@tapehaul/workflow';
import prettyBytes from 'pretty-bytes';
import { stopOnSignals } from '../../process/signals.ts';
import { print, printJson } from '../../show/print.ts';
import { shellWord } from '../../show/shell-word.ts';

/** Options of `tapehaul prune`. */
export interface PruneOptions {
  readonly kind?: readonly NeedlessKind[];
  /** Delete what is found; without it, it is only listed. */
  readonly delete?: boolean;
  readonly json?: boolean;
}

/** Lists, or deletes, files that are not needed; gives the exit status. Rejects with a TapehaulError. */
export async function prune(directory: string, options: PruneOptions): Promise<number> {
  const { kind: kinds, delete: deletes = false, json = false } = options;
  const { gently: signal, exitStatus, dispose } = stopOnSignals();
  const found = deletes ? removeNeedless(directory, kinds) : needlessFiles(directory, kinds);
  let [files, bytes, unrecorded, superseded, disputed] = [0, 0, 0, 0, 0];
  try {
    for await (const file of found) {
      if (file.kind === 'unrecorded') unrecorded += 1;
      if (file.kind === 'superseded') superseded += 1;
      if (file.kind === 'disputed') disputed += 1;
      files += 1;
      bytes += file.bytes;
      if (json) printJson({ ...file, kind: 'needless', why: file.kind });
      else print(`${file.kind.padEnd(11)} ${visible(file.path)}`);
      if (signal.aborted) return exitStatus() ?? 1;
    }
  } finally {
    dispose();
  }
  const kept = deletes ? await keptDisputes(directory, kinds) : [];
  if (!json) for (const path of kept) print(`kept        ${visible(path)}`);
  const sum = `${counted(files, 'file')}, ${prettyBytes(bytes)}`;
  const text = deletes
    ? [`deleted ${sum}`, ...decisions(directory, kept.length)].join('\n')
    : [sum, ...remedies(directory, { files, unrecorded, superseded, disputed })].join('\n');
  if (json) printJson({ kind: 'summary', files, bytes, deleted: deletes, kept_disputed: kept });
  else {
    print(text);
    const storage = await storageOf(directory);
    if (storage.type === 's3')
      print(`Files in the bucket ${storage.bucket} are not among these: prune reads the output directory.`);
  }
  return 0;
}

/** Paths of disputed files that stay where quarantined ones are deleted: no decision about them is recorded. */
async function keptDisputes(
  directory: string,
  kinds: readonly NeedlessKind[] | undefined,
): Promise<string[]> {
  if (kinds !== undefined && (kinds.includes('disputed') || !kinds.includes('quarantined'))) return [];
  return Array.fromAsync(needlessFiles(directory, ['disputed']), ({ path }) => path);
}

/** How a person decides about disputed files. */
function decisions(directory: string, disputed: number): string[] {
  if (disputed === 0) return [];
  const dir = `--dir ${shellWord(directory)}`;
  return [
    `next    tapehaul accept <key> --reason "…" ${dir}, or tapehaul reject <key> ${dir}: ${counted(disputed, 'disputed file')} of the quarantine ${disputed === 1 ? 'is' : 'are'} kept until then`,
  ];
}

/** Files that were found, and how many of them are deleted on request only. */
interface FoundCounts {
  readonly files: number;
  readonly unrecorded: number;
  readonly superseded: number;
  readonly disputed: number;
}

/** What can be done about the files that were found. */
function remedies(directory: string, { files, unrecorded, superseded, disputed }: FoundCounts): string[] {
  const word = shellWord(directory);
  const command = `tapehaul prune ${word}`;
  return [
    ...(files > unrecorded + superseded + disputed ? [`next    ${command} --delete`] : []),
    ...(superseded === 0
      ? []
      : [`next    ${command} --kind superseded --delete, which keeps one of month and days`]),
    ...decisions(directory, disputed),
    ...(unrecorded === 0
      ? []
      : [`next    tapehaul adopt ${word} --dir ${word}, which proves and records what is unrecorded`]),
  ];
}
