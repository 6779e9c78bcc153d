import type { HostPaths } from '../../records/host-paths.ts';
import type { Records } from '../../records/records.ts';
import type { LiveRuns } from '../live/live-runs.ts';
import type { RunReader } from '../queue/run-reader.ts';
import type { RunViews } from '../view/run-views.ts';
import { ActiveRuns } from './active-runs.ts';
import { ProgressFeeds } from './progress-feeds.ts';
import { RunReadings } from './run-readings.ts';
import { RunsFeed } from './runs-feed.ts';

/** What feeds read from. */
export interface RunFeedParts {
  readonly reader: RunReader;
  readonly records: Records;
  readonly views: RunViews;
  readonly live: LiveRuns;
  /** Takes paths of this machine out of what is sent. */
  readonly hostPaths: HostPaths;
}

/** What those who follow runs are sent, beside each event of a run. */
export interface RunFeeds {
  readonly readings: RunReadings;
  /** The progress of one run. */
  readonly progress: ProgressFeeds;
  /** All runs that are in progress or wait. */
  readonly runs: RunsFeed;
  /** Lets all followers go. */
  close(): void;
}

/** Makes the feeds of runs; each reads only while it has followers. */
export function runFeeds({ reader, records, views, live, hostPaths }: RunFeedParts): RunFeeds {
  const readings = new RunReadings({ reader, views, live });
  const isOwn = (runId: string): boolean => reader.queuedRun(runId) !== undefined;
  const progress = new ProgressFeeds({ readings, isOwn, hostPaths });
  const active = new ActiveRuns({ reader, records, views, readings });
  const runs = new RunsFeed({ active, shown: (data) => hostPaths.value(data) });
  return {
    readings,
    progress,
    runs,
    close() {
      progress.close();
      runs.close();
    },
  };
}
