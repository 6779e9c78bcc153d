import { visible, visibleScreen } from '@tapehaul/errors';
import type { CollectionResult } from '@tapehaul/workflow';
import prettyBytes from 'pretty-bytes';
import { shellWord } from './shell-word.ts';
import { VerdictLines } from './verdict-lines.ts';

const SHOWN = 20;

/** The end of a collection in words: what is there, what is not and why, where it is, what to do next. */
export function summary(result: CollectionResult): string {
  const { collection_stats: collection, downloader_stats: downloader } = result;
  const { total_tasks, successful_tasks, skipped_tasks, failed_tasks } = collection;
  const left = total_tasks - successful_tasks - skipped_tasks - failed_tasks;
  const unverified = result.metadata.files.Unverified?.tasks ?? 0;
  // Of nothing all is well: where a plan failed, that would be said of it.
  const isPlanned = total_tasks > 0 || result.status === 'completed';
  const lines = [
    '',
    `${TITLES[result.status]} in ${collection.processing_time_seconds.toFixed(1)} s (run ${result.run_id})`,
    `  planned     ${total_tasks} files`,
    `  downloaded  ${downloader.files_downloaded} files, ${prettyBytes(downloader.total_bytes)} moved` +
      (downloader.batches_processed > 0 ? ` in ${downloader.batches_processed} s5cmd batches` : ''),
    `  cached      ${downloader.cache_hits} files`,
    `  absent      ${result.absent.length} files`,
    ...counted('unverified', unverified, ', whole, but nothing proves them'),
    ...(result.metadata.request.download_checksum
      ? []
      : ['  unproved    all of it: download_checksum is false']),
    `  failed      ${failed_tasks} files`,
    ...counted('left', left),
    ...(isPlanned
      ? [`  success     ${result.success_rate} %, ${prettyBytes(collection.total_size_bytes)} in place`]
      : []),
    ...section('Not in the archive', verdictLines(result)),
    ...section('Asked for and absent', result.absent),
    ...section(
      'Failed',
      result.failures.map(({ key, error }) => failureText(key, error)),
    ),
    ...(result.error === null
      ? []
      : ['', `${result.error.message} [${result.error.code}]`, result.error.hint ?? '']),
    '',
    `files   ${result.output_directory}`,
    `record  ${result.catalog}`,
    ...NEXT[result.status].map((next) => `next    ${next} --dir ${shellWord(result.output_directory)}`),
  ];
  return visibleScreen(`${lines.join('\n')}\n`);
}

/** A line about files, if there are any. */
function counted(name: string, files: number, more = ''): string[] {
  return files > 0 ? [`  ${name.padEnd(11)} ${files} files${more}`] : [];
}

const TITLES = {
  completed: 'Completed',
  completed_with_failures: 'Completed, but some files failed',
  failed: 'Failed',
  cancelled: 'Stopped',
} as const;

/** A failed file and why, without saying its key twice. */
export function failureText(
  key: string,
  error: { readonly message: string; readonly code: string } | null,
): string {
  return `${aboutFile(key, error?.message ?? '')} [${error?.code}]`;
}

/** What is said of a file, without its key twice: most messages begin with it. */
export function aboutFile(key: string, message: string): string {
  return visible(message.startsWith(key) ? message : `${key}: ${message}`);
}

/** What to do next. */
const NEXT = {
  completed: [],
  completed_with_failures: ['tapehaul retry --failed'],
  failed: ['tapehaul retry'],
  cancelled: ['tapehaul resume'],
} as const satisfies Record<CollectionResult['status'], readonly string[]>;

/** Lines under a title, at most twenty of them. */
export function section(title: string, lines: readonly string[]): string[] {
  if (lines.length === 0) return [];
  const shown = lines.slice(0, SHOWN).map((line) => `  ${visible(line)}`);
  const more = lines.length > SHOWN ? [`  … and ${lines.length - SHOWN} more (use --json to see all)`] : [];
  return ['', `${title}:`, ...shown, ...more];
}

function verdictLines({ verdicts }: CollectionResult): string[] {
  const gathered = new VerdictLines();
  for (const verdict of verdicts) gathered.add(verdict);
  return gathered.lines();
}
