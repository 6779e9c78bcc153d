import type { CollectionResult } from '../src/index.ts';

/** What a result says, without times, engines, and what only the process that planned knows. */
export function lasting({ verdicts, collection_stats, metadata, unknown, ...result }: CollectionResult) {
  const { successful_tasks, failed_tasks, skipped_tasks, total_tasks, total_size_bytes } = collection_stats;
  const { status, exit_code, absent, failures, warnings, settled, proved_files } = result;
  const said = verdicts.map(({ by: _, ...verdict }) => JSON.stringify(verdict)).sort();
  return {
    ...{ status, exit_code, absent, failures, warnings, settled, proved_files, unknown, said },
    ...{ successful_tasks, failed_tasks, skipped_tasks, total_tasks, total_size_bytes },
    files: metadata.files,
    gaps: metadata.gaps,
  };
}

/** A whole result without the times of its run. */
export function timeless({ metadata, collection_stats, downloader_stats, ...result }: CollectionResult) {
  const { created_at: _created, updated_at: _updated, ...kept } = metadata;
  const { processing_time_seconds: _time, ...stats } = collection_stats;
  const { download_time: _download, ...downloads } = downloader_stats;
  return { ...result, metadata: kept, stats, downloads };
}
