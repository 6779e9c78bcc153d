import type * as records from '@tapehaul/catalog';
import type { ControlRequest, OwnerOptions, TaskSelection } from '@tapehaul/catalog';
import { CRASHED, hasWorkLeft } from '@tapehaul/catalog/rules';
import { MemoryReader } from './memory-reader.ts';
import { MemoryRun } from './runs/memory-run.ts';
import { refusal } from './runs/refusal.ts';

/** Starts, continues and crashes runs of a record in memory, for one process. */
export class MemoryOwner extends MemoryReader {
  /** The epoch in which this process has become the owner of a run. */
  readonly #owned = new Map<MemoryRun, number>();

  async startRun(run: records.NewRun, options: OwnerOptions = {}): Promise<void> {
    this.#free(run.parentRunId);
    const started = new MemoryRun(run, Date.now());
    this.opened().runs.set(run.runId, started);
    this.#own(started, options);
  }

  async resumeRun(
    runId: string,
    {
      failed,
      parameters,
      only,
    }: { readonly failed: boolean; readonly parameters?: unknown; readonly only?: TaskSelection },
    options: OwnerOptions = {},
  ): Promise<records.RunRecord> {
    this.#free();
    const run = this.found(runId);
    const at = Date.now();
    run.crash(run.record.endedAt ?? at);
    const tasks = Array.from(run.tasks.values(), ({ progress }) => progress);
    if (!hasWorkLeft(run.record, tasks, failed)) {
      throw refusal('run_complete', `run ${runId} is ${run.record.state}: nothing is left to do`, { runId });
    }
    if (only !== undefined && !(await this.hasWork(runId, { failed, only }))) {
      throw refusal('run_complete', `no failed file of run ${runId} fits the selection`, { runId });
    }
    run.reschedule(failed, at, only);
    const { parameters: former, resumes } = run.record;
    run.record = {
      ...run.record,
      endedAt: null,
      result: null,
      resumes: resumes + 1,
      parameters: parameters ?? former,
    };
    run.enter('Running', at);
    this.#own(run, options);
    return run.record;
  }

  async markCrashedRuns(): Promise<string[]> {
    return this.#markCrashed();
  }

  #markCrashed(): string[] {
    const dead = [...this.opened().runs.values()].filter(
      ({ isSilent, record }) => isSilent && record.endedAt === null,
    );
    for (const run of dead) {
      const { onRequest } = run;
      const at = run.record.owner.heartbeatAt;
      run.crash(at);
      this.end(run, CRASHED, null, at);
      queueMicrotask(() => onRequest?.('cancel'));
    }
    return dead.map(({ record }) => record.runId);
  }

  async request(runId: string, request: ControlRequest): Promise<void> {
    const run = this.found(runId);
    if (run.record.endedAt !== null || run.isSilent) {
      const { state } = run.seen().record;
      throw refusal('run_ended', `run ${runId} is ${state}: no process works on it`, { runId, state });
    }
    queueMicrotask(() => run.onRequest?.(request));
  }

  override async close(): Promise<void> {
    for (const run of this.#owned.keys()) {
      if (!this.isLost(run) && run.record.endedAt === null) run.isSilent = true;
    }
    await super.close();
  }

  /** Throws `output_in_use` while a living process owns a run; what a dead one left is Crashed. */
  #free(parentRunId?: string): void {
    this.#markCrashed();
    for (const run of this.opened().runs.values()) {
      const { runId, endedAt } = run.record;
      if (endedAt !== null || (runId === parentRunId && this.#owned.has(run))) continue;
      throw refusal('output_in_use', `another process works on run ${runId}`, { runId });
    }
  }

  #own(run: MemoryRun, { onRequest }: OwnerOptions): void {
    run.epoch += 1;
    run.isSilent = false;
    run.onRequest = onRequest;
    this.#owned.set(run, run.epoch);
  }

  protected end(run: MemoryRun, state: string, result: unknown, at: number): void {
    run.record = { ...run.record, endedAt: at, result };
    run.enter(state, at);
    run.onRequest = undefined;
    // The owner that ends its run still owns it; one whose run was taken from it does not.
    if (!this.#owned.has(run)) run.epoch += 1;
  }

  /** Whether another process has taken a run from this one. */
  protected isLost(run: MemoryRun): boolean {
    const epoch = this.#owned.get(run);
    return epoch !== undefined && epoch !== run.epoch;
  }

  /** Writes to a run, unless this process has lost it. */
  protected write(runId: string, write: (run: MemoryRun) => void): void {
    const run = this.found(runId);
    if (!this.isLost(run)) write(run);
  }

  protected found(runId: string): MemoryRun {
    const run = this.opened().runs.get(runId);
    if (run !== undefined) return run;
    throw refusal('run_not_found', `there is no run ${runId}`, { runId });
  }
}
