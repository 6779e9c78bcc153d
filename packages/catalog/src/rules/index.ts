export { BATCH_TASKS, batchLost } from './batches/batch.ts';
export { failureText, storedFailure } from './batches/batch-failure.ts';
export { MOST_REPORTED, reportText, storedReports } from './batches/batch-report.ts';
export { cursorOf, type Position, positionOf } from './cursor.ts';
export { explainedHole, type HoleFacts, type HoleTask, type UnexplainedHole } from './explained-hole.ts';
export { foundPage } from './found-page.ts';
export { compareText } from './lists/compare-text.ts';
export { firstKeyStep, type KeyedTask, type KeyStep, keyGroup } from './lists/key-groups.ts';
export { behindAll, KeyRanges, keyAfter } from './lists/key-ranges.ts';
export { behindPrefix, likePattern } from './lists/like-pattern.ts';
export { isSelected } from './lists/selected-tasks.ts';
export { type BegunOrder, type RowKey, sortedPage } from './lists/sorted-page.ts';
export { type ActivityInSlot, type EndedInSlot, type SlotRange, timeSlices } from './lists/time-slices.ts';
export { LongestHoles } from './longest-holes.ts';
export { MOST_CELLS, pageLimit } from './page-limit.ts';
export { complete, nothingSelected, runEnded, takenOver, unknownRun } from './runs/run-errors.ts';
export {
  type CountedClass,
  type SeenClass,
  seenAttempts,
  seenClasses,
  seenTask,
  type TaskClass,
} from './seen-tasks.ts';
export { CRASHED, isFailure, isStopped, SCHEDULED } from './states.ts';
export { NO_IDENTITY } from './tables/no-identity.ts';
export { SEVERITIES } from './tables/severities.ts';
export { takenDays } from './tables/taken-days.ts';
export { taskHistory } from './task-history.ts';
export { advance, type EndedAttempt, giveBack, type TaskProgress, UNTOUCHED } from './task-progress.ts';
export { type PartRange, partRange } from './tasks/part-range.ts';
export { planInGroups } from './tasks/plan-in-groups.ts';
export { hasWorkLeft, isLeftOver, type TaskKind } from './work-left.ts';
