import type {
  ControlRequest,
  GapRecord,
  LogRecord,
  NewRun,
  PlannedTask,
  RunRecord,
  StateRecord,
  TaskRecord,
  TaskSelection,
} from '@tapehaul/catalog';
import {
  CRASHED,
  isLeftOver,
  isSelected,
  partRange,
  SCHEDULED,
  type TaskProgress,
} from '@tapehaul/catalog/rules';
import { addToBatch, type MemoryBatch, type MemoryTask, releaseBatches } from './memory-batch.ts';

/** A run, as it is kept in memory. Its epoch grows with each change of its owner: an owner of an older epoch has lost it. */
export class MemoryRun {
  readonly states: StateRecord[] = [];
  readonly tasks = new Map<string, MemoryTask>();
  readonly batches: MemoryBatch[] = [];
  readonly logs: LogRecord[] = [];
  readonly gaps = new Map<string, GapRecord>();
  record: RunRecord;
  epoch = 1;
  /** Whether its last sign of life is old enough that it counts as crashed. */
  isSilent = false;
  onRequest: ((request: ControlRequest) => void) | undefined;
  #isBatchEnded = false;
  /** Number of the task that was planned last. */
  #last = 0;
  /** Number behind which the next new batch stands; that of the last one where it is undefined. */
  #behind: number | undefined;

  constructor({ runId, flow, parameters, parentRunId, tags = [] }: NewRun, at: number) {
    this.record = {
      runId,
      flow,
      state: 'Running',
      parentRunId: parentRunId ?? null,
      tags,
      startedAt: at,
      plannedAt: null,
      endedAt: null,
      owner: { name: 'a worker in memory', heartbeatAt: at },
      resumes: 0,
      traceparent: null,
      parameters: parameters ?? null,
      result: null,
    };
    this.enter('Running', at);
  }

  enter(state: string, at: number): void {
    this.record = { ...this.record, state };
    this.states.push({ state, at, attempt: 0, errorCode: null, errorMessage: null });
  }

  /**
   * The run as readers see it: one whose owner is dead is Crashed at its last sign of life, with its tasks, also while
   * nobody has marked it so.
   */
  seen(): MemoryRun {
    if (!this.isSilent || this.record.endedAt !== null) return this;
    const at = this.record.owner.heartbeatAt;
    const seen = new MemoryRun({ ...this.record, parentRunId: this.record.parentRunId ?? '' }, at);
    seen.record = { ...this.record, endedAt: at };
    seen.states.splice(0, 1, ...this.states);
    for (const task of this.tasks.values()) {
      const copy = { ...task, progress: { ...task.progress }, attempts: [...task.attempts] };
      seen.tasks.set(task.taskId, copy);
    }
    for (const [place, gap] of this.gaps) seen.gaps.set(place, gap);
    seen.logs.push(...this.logs);
    seen.crash(at);
    seen.enter(CRASHED, at);
    return seen;
  }

  /** Ends the run, and those of its tasks that are in progress, with `Crashed`. */
  crash(at: number): void {
    releaseBatches(this.batches);
    for (const { progress, attempts } of this.tasks.values()) {
      if (progress.phase === 'final' || progress.state === SCHEDULED) continue;
      const endedAt = Math.max(progress.updatedAt, at);
      if (progress.attemptAt !== null) {
        const { attempts: attempt, attemptAt: startedAt } = progress;
        const end = { state: CRASHED, errorCode: null, errorMessage: null };
        attempts.push({ attempt, startedAt, endedAt, ...end });
      }
      const durationMs = progress.startedAt === null ? null : endedAt - progress.startedAt;
      Object.assign(progress, { ...IDLE, state: CRASHED, phase: 'final', updatedAt: endedAt, durationMs });
    }
  }

  /** Schedules again what was stopped, and with `failed` what had failed; with `only`, of these what it selects. */
  reschedule(failed: boolean, at: number, only?: TaskSelection): void {
    for (const { taskId, progress } of this.tasks.values()) {
      if (!isLeftOver(progress, failed)) continue;
      if (!isSelected({ taskId, errorCode: progress.errorCode }, only)) continue;
      const earlier = progress.attempts;
      Object.assign(progress, { ...IDLE, state: SCHEDULED, phase: 'waiting', updatedAt: at, earlier });
    }
  }

  /** The next planned task begins a new batch. */
  endBatch(): void {
    this.#isBatchEnded = true;
  }

  /** Adds a planned task unless the run has one of that id, and returns whether it is new. */
  plan(planned: PlannedTask, batchTasks?: number): boolean {
    const { done, bytes = null, ...task } = planned;
    if (this.tasks.has(task.taskId)) return false;
    const place = { isNew: this.#isBatchEnded, most: batchTasks, behind: this.#behind };
    addToBatch(this.batches, this.task(task, done, bytes), place);
    this.#isBatchEnded = false;
    return true;
  }

  /** Adds the tasks of a part of a plan in the place of the part, and returns how many are new. */
  planPart(batch: number, tasks: readonly PlannedTask[]): number {
    const range = partRange(batch, tasks.length);
    const last = this.#last;
    [this.#last, this.#behind] = [range.task, range.batch];
    this.endBatch();
    const added = tasks.filter((task) => this.plan(task)).length;
    [this.#last, this.#behind] = [Math.max(last, this.#last), undefined];
    const inOrder = [...this.tasks].sort(([, one], [, other]) => one.number - other.number);
    this.tasks.clear();
    for (const [id, task] of inOrder) this.tasks.set(id, task);
    this.batches.sort((one, other) => one.number - other.number);
    this.endBatch();
    return added;
  }

  /** The task of an id, added unless the run has it. */
  task(
    task: Pick<MemoryTask, 'taskId' | 'name' | 'input'>,
    done?: string,
    bytes: number | null = null,
  ): MemoryTask {
    const known = this.tasks.get(task.taskId);
    if (known !== undefined) return known;
    const at = Date.now();
    const progress: TaskProgress = {
      ...IDLE,
      state: done ?? SCHEDULED,
      phase: done === undefined ? 'waiting' : 'final',
      attempts: 0,
      earlier: 0,
      startedAt: null,
      updatedAt: at,
      bytes,
      engine: null,
    };
    this.#last += 1;
    const number = this.#last;
    const added = { ...task, number, plannedAt: at, plannedBytes: bytes, progress, attempts: [] };
    this.tasks.set(task.taskId, added);
    return added;
  }

  taskRecord({ taskId, name, input, plannedAt, progress }: MemoryTask): TaskRecord {
    const { earlier: _earlier, attemptAt: _attemptAt, ...shown } = progress;
    return { runId: this.record.runId, taskId, name, input, plannedAt, ...shown };
  }
}

const IDLE = { errorCode: null, errorMessage: null, attemptAt: null, retryAt: null, durationMs: null };
