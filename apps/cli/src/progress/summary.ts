import { ENGINES } from '@tapehaul/config';
import { counted, grouped, visibleScreen } from '@tapehaul/errors';
import type { CollectionResult } from '@tapehaul/workflow';
import prettyBytes from 'pretty-bytes';
import { incompleteLines } from '../show/coverage/incomplete-lines.ts';
import { VerdictLines } from '../show/coverage/verdict-lines.ts';
import { duration } from '../show/figures.ts';
import { fitted } from '../show/fitted.ts';
import { failureAdviceLines, foldedFailures, foldedKeys } from '../show/folded.ts';
import { plannedText } from '../show/planned-text.ts';
import { SHOWN, section } from '../show/section.ts';
import { shellWord } from '../show/shell-word.ts';
import { failureLines, findingLines, leftOutLines, tableLines } from '../show/tables/tables-summary.ts';

/** Engines that work in batches. */
const WITH_BATCHES = ENGINES.flatMap(({ name, worksInBatches }) => (worksInBatches ? [name] : [])).join(
  ' or ',
);

/** How much of a result is shown. */
export interface SummaryOptions {
  /** Lists in whole, in place of their first twenty lines. */
  readonly verbose?: boolean;
}

/** The summary of a collection: what is in place, what is not and why, where it is, what to do next. */
export function summary(result: CollectionResult, { verbose = false }: SummaryOptions = {}): string {
  const most = verbose ? Number.POSITIVE_INFINITY : SHOWN;
  const { collection_stats: collection, downloader_stats: downloader } = result;
  const { total_tasks, successful_tasks, skipped_tasks, failed_tasks } = collection;
  const left = total_tasks - successful_tasks - skipped_tasks - failed_tasks;
  const unverified = result.metadata.files.Unverified?.tasks ?? 0;
  const known = result.disputes.filter(({ is_new }) => !is_new).map(({ key }) => key);
  const settledFiles = result.settled?.files ?? 0;
  // Of nothing all is well: where a plan failed, that would be said of it.
  const isPlanned = total_tasks > 0 || result.status === 'completed';
  const lines = [
    '',
    `${titleOf(result)} in ${duration(collection.processing_time_seconds)} (run ${result.run_id})`,
    ...unknownLines(result.unknown, most),
    `  planned     ${plannedText(total_tasks, settledFiles)}`,
    `  downloaded  ${counted(downloader.files_downloaded, 'file')}, ${prettyBytes(downloader.total_bytes)} moved` +
      (downloader.batches_processed > 0 && total_tasks > 0
        ? ` in ${counted(downloader.batches_processed, `${WITH_BATCHES} batch`, `${WITH_BATCHES} batches`)}`
        : ''),
    `  cached      ${counted(downloader.cache_hits, 'file')}`,
    `  absent      ${counted(result.absent.length, 'file')}`,
    ...(result.proved_files === null ? [] : labelled('proved', ...provedText(result.proved_files, result))),
    ...labelled('unverified', unverified, ' (no checksum to prove them by)'),
    ...labelled('accepted', acceptedFiles(result), ', taken by a person although the checksum differs'),
    ...(result.metadata.request.download_checksum ? [] : ['  unproved    every file: proof is none']),
    ...(result.settled === null || result.settled.days === 0
      ? []
      : [`  settled     ${settledText(result.settled)}`]),
    `  failed      ${counted(failed_tasks, 'file')}`,
    ...labelled('disputed', known.length, ', not fetched again: the archive has changed nothing'),
    ...labelled('left', left),
    ...(isPlanned ? [`  in place    ${inPlace(result)}`] : []),
    ...(result.tables === null ? [] : tableLines(result.tables)),
    ...section('Not in the archive', verdictLines(result), most),
    ...section('Requested but not in the archive', foldedKeys(result.absent), most),
    ...section('Failed', foldedFailures(result.failures), most),
    ...section('What to do', failureAdviceLines(result.failures), most),
    ...incompleteLines(result.coverage, most),
    ...(result.tables === null
      ? []
      : [...failureLines(result.tables), ...findingLines(result.tables), ...leftOutLines(result.tables)]),
    ...section('Contradict their checksums as before', foldedKeys(known), most),
    ...decisions(result),
    ...(result.error === null || result.status === 'cancelled'
      ? []
      : ['', `${result.error.message} [${result.error.code}]`, result.error.hint ?? '']),
    '',
    `files   ${result.output_directory}`,
    `record  ${result.catalog}`,
    ...nextLines(result),
  ];
  return `${fitted(visibleScreen(lines.join('\n')))}\n`;
}

/** What was requested and the archive has nothing of: the first thing to know. */
export function unknownLines(unknown: CollectionResult['unknown'], most: number = SHOWN): string[] {
  const lines = section(
    'Requested, but unknown to the archive',
    unknown.map(({ message }) => message),
    most,
  );
  return lines.length === 0 ? [] : [...lines, ''];
}

/** How many files are proved, settled ones too, and by what; of some that were proved deep now, how many those are. */
function provedText(now: number, { settled, deeply_proved_files: deep }: CollectionResult): [number, string] {
  const proved = now + (settled?.proved_files ?? 0);
  const by = proved === 1 ? 'by its published checksum' : 'by their published checksums';
  const isSome = deep !== null && deep > 0 && deep < now && proved === now;
  return [proved, `, ${by}${isSome ? `, ${grouped(deep)} of them by inflating them, too` : ''}`];
}

/** How many daily files of the request a person has accepted; 0 where the run did not count them. */
function acceptedFiles({ coverage }: CollectionResult): number {
  return coverage?.by_state.accepted ?? 0;
}

/** How many days a plan took from the record, and whether something is missing among them. */
export function settledText({ days, missing }: NonNullable<CollectionResult['settled']>): string {
  const lacking =
    missing === 0 ? '' : `; ${grouped(missing)} of them ${missing === 1 ? 'is' : 'are'} missing`;
  return `${counted(days, 'day')} settled in the record, not checked again${lacking}`;
}

/** How a person settles what is disputed. */
function decisions({ disputes, output_directory }: CollectionResult): string[] {
  const [dispute] = disputes;
  if (dispute === undefined) return [];
  const which = disputes.length === 1 ? shellWord(dispute.key) : '<key>';
  const dir = `--dir ${shellWord(output_directory)}`;
  return [
    '',
    `Take as it is: tapehaul accept ${which} --reason "…" ${dir}; fetch again: tapehaul reject ${which} ${dir}`,
  ];
}

/** How much of what exists is in place; that nothing exists is no success. */
function inPlace({
  collection_stats: { total_tasks, total_size_bytes },
  absent,
  success_rate,
  settled,
}: CollectionResult): string {
  if (total_tasks === 0) return 'nothing: the archive has no files for this request';
  if (success_rate === null || absent.length === total_tasks)
    return 'none: the archive has none of these files';
  const files = settled?.files ?? 0;
  if (files === 0) return `${success_rate} %, ${prettyBytes(total_size_bytes)}`;
  const size = total_size_bytes === 0 ? '' : `${prettyBytes(total_size_bytes)} and `;
  return `${success_rate} %, ${size}${counted(files, 'settled file')}`;
}

/** How it ended; of a run that was stopped also by what. */
function titleOf(result: CollectionResult): string {
  const { status, error, unknown } = result;
  if (status === 'completed_with_failures' && areDisputes(result))
    return 'Completed, but not every file matches its checksum,';
  if (status === 'completed' && unknown.length > 0) return 'Completed, but not everything requested exists,';
  return status === 'cancelled' && error !== null ? `Stopped (${error.message})` : TITLES[status];
}

/** What to do next. Where nothing was planned, to try the same run again would end in the same way. */
function nextLines(result: CollectionResult): string[] {
  const { status, error, collection_stats, output_directory } = result;
  // To retry disputed files alone would fetch nothing: a person decides about them.
  if (status === 'completed_with_failures' && areDisputes(result)) return [];
  const directory = shellWord(output_directory);
  if (status === 'failed' && collection_stats.total_tasks === 0) {
    const { setting: given } = error?.facts ?? {};
    const setting = typeof given === 'string' ? given : '';
    const again = `tapehaul retry --set ${setting}=… --dir ${directory}`;
    return [
      'next    Fix the cause above, then run the same command again',
      ...(setting.startsWith('source.') ? [`        A wrong source can be corrected, too: ${again}`] : []),
    ];
  }
  return NEXT[status].map((next) => `next    ${next} --dir ${directory}`);
}

/** Whether all that failed are files that contradict their checksums. */
function areDisputes({ failures, disputes }: CollectionResult): boolean {
  const keys = new Set(disputes.map(({ key }) => key));
  return failures.length > 0 && failures.every(({ key }) => keys.has(key));
}

/** A line about files, if there are any. */
function labelled(name: string, files: number, more = ''): string[] {
  return files > 0 ? [`  ${name.padEnd(11)} ${counted(files, 'file')}${more}`] : [];
}

const TITLES = {
  completed: 'Completed',
  completed_with_failures: 'Completed, but some files failed',
  failed: 'Failed',
  cancelled: 'Stopped',
} as const;

/** What to do next. */
const NEXT = {
  completed: [],
  completed_with_failures: ['tapehaul retry --failed'],
  failed: ['tapehaul retry'],
  cancelled: ['tapehaul resume'],
} as const satisfies Record<CollectionResult['status'], readonly string[]>;

function verdictLines({ verdicts, unknown }: CollectionResult): string[] {
  const gathered = new VerdictLines();
  for (const verdict of verdicts) gathered.add(verdict);
  return gathered.lines(unknown);
}
