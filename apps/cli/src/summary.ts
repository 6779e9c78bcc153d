import { join } from 'node:path';
import type { CollectionResult } from '@tapehaul/workflow';
import prettyBytes from 'pretty-bytes';

const SHOWN = 20;

/** The end of a collection in words: what is there, what is not and why, where it is, what to do next. */
export function summary(result: CollectionResult): string {
  const { collection_stats: collection, downloader_stats: downloader } = result;
  const lines = [
    '',
    `${TITLES[result.status]} in ${collection.processing_time_seconds.toFixed(1)} s (run ${result.run_id})`,
    `  planned     ${collection.total_tasks} files`,
    `  downloaded  ${downloader.files_downloaded} files, ${prettyBytes(downloader.total_bytes)} moved` +
      (downloader.batches_processed > 0 ? ` in ${downloader.batches_processed} s5cmd batches` : ''),
    `  cached      ${downloader.cache_hits} files`,
    `  absent      ${result.absent.length} files`,
    `  failed      ${collection.failed_tasks} files`,
    `  success     ${result.success_rate} %, ${prettyBytes(collection.total_size_bytes)} in place`,
    ...section('Not in the archive', verdictLines(result)),
    ...section('Asked for and absent', result.absent),
    ...section(
      'Failed',
      result.failures.map(({ key, error }) => `${key}: ${error.message} [${error.code}]`),
    ),
    ...(result.error === null
      ? []
      : ['', `${result.error.message} [${result.error.code}]`, result.error.hint ?? '']),
    '',
    `files   ${join(result.output_directory, 'bronze')}`,
    `record  ${result.catalog}`,
    ...(result.status === 'completed'
      ? []
      : ['next    run the same command again: it goes on with what is left']),
  ];
  return `${lines.join('\n')}\n`;
}

const TITLES = {
  completed: 'Completed',
  completed_with_failures: 'Completed, but some files failed',
  failed: 'Failed',
  cancelled: 'Stopped',
} as const;

function section(title: string, lines: readonly string[]): string[] {
  if (lines.length === 0) return [];
  const shown = lines.slice(0, SHOWN).map((line) => `  ${line}`);
  const more = lines.length > SHOWN ? [`  … and ${lines.length - SHOWN} more (use --json to see all)`] : [];
  return ['', `${title}:`, ...shown, ...more];
}

/** Verdicts with the same reason on one line, their symbols and intervals gathered. */
function verdictLines({ verdicts }: CollectionResult): string[] {
  const groups = new Map<string, { symbols: Set<string>; intervals: Set<string>; likely: Set<string> }>();
  for (const { series, first, last, verdict, reason, likely } of verdicts) {
    const name = `${series.market} ${series.dataType} ${first}..${last}: ${verdict}, ${reason}`;
    const group = groups.get(name) ?? { symbols: new Set(), intervals: new Set(), likely: new Set() };
    group.symbols.add(series.symbol);
    if (series.interval !== null) group.intervals.add(series.interval);
    if (likely !== undefined) group.likely.add(likely);
    groups.set(name, group);
  }
  return [...groups].map(([name, { symbols, intervals, likely }]) => {
    const of = [list(symbols), list(intervals)].filter((text) => text !== '').join(' ');
    return `${name} (${of})${likely.size === 0 ? '' : `; did you mean ${list(likely)}?`}`;
  });
}

function list(names: ReadonlySet<string>): string {
  const shown = [...names].slice(0, 6).join(', ');
  return names.size > 6 ? `${shown} and ${names.size - 6} more` : shown;
}
