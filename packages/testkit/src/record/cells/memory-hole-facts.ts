import { formatSeries } from '@tapehaul/archive';
import type { HoleFacts } from '@tapehaul/catalog/rules';
import type { MemoryRun } from '../runs/memory-run.ts';

/** What runs in memory, the oldest first, found out of days that are not held. */
export function holeFacts(runs: Iterable<MemoryRun>): HoleFacts {
  const latest = [...runs].toReversed();
  return {
    gapOn(series, day, verdict) {
      for (const { gaps, record } of latest) {
        const gap = [...gaps.values()].find((it) => {
          const isOfSeries = formatSeries(it.series) === series && it.verdict === verdict;
          return isOfSeries && it.first <= day && it.last >= day;
        });
        if (gap !== undefined) return { runId: record.runId, reason: gap.reason, likely: gap.likely };
      }
      return undefined;
    },
    taskOf(taskId) {
      for (const { tasks, record } of latest) {
        const progress = tasks.get(taskId)?.progress;
        if (progress === undefined) continue;
        const { errorCode, errorMessage } = progress;
        return { runId: record.runId, taskId, errorCode, errorMessage };
      }
      return undefined;
    },
  };
}
