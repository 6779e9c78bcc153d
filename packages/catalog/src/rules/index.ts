export { BATCH_TASKS, batchLost } from './batch.ts';
export { cursorOf, type Position, positionOf } from './cursor.ts';
export { explainedHole, type HoleFacts, type HoleTask, type UnexplainedHole } from './explained-hole.ts';
export { LongestHoles } from './longest-holes.ts';
export { MOST_CELLS, pageLimit } from './page-limit.ts';
export { CRASHED, isFailure, isStopped, SCHEDULED } from './states.ts';
export { taskHistory } from './task-history.ts';
export { advance, type EndedAttempt, giveBack, type TaskProgress } from './task-progress.ts';
export { hasWorkLeft, isLeftOver, type TaskKind } from './work-left.ts';
