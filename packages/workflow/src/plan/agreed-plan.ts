import { counted, TapehaulError } from '@tapehaul/errors';
import { FingerprintMaker, isSamePlan, type PlanFingerprint } from './plan-fingerprint.ts';
import type { PlanStep } from './steps/plan-step.ts';

/** Holds a run to the plan that it was started from; to none where there is none. */
export class AgreedPlan {
  readonly #agreed: PlanFingerprint | undefined;
  readonly #made = new FingerprintMaker();

  constructor(agreed: PlanFingerprint | undefined) {
    this.#agreed = agreed;
  }

  /** Passes the steps of a plan on. */
  async *through<Found>(
    steps: AsyncIterable<PlanStep<Found>[]>,
  ): AsyncGenerator<PlanStep<Found>[], void, undefined> {
    for await (const group of steps) {
      if (this.#agreed !== undefined) for (const step of group) this.#add(step);
      yield group;
    }
  }

  /** Throws a TapehaulError `plan_changed` where the steps fetch other files than the plan that the run was started from. */
  require(): void {
    const made = this.#made.fingerprint();
    if (this.#agreed !== undefined && !isSamePlan(this.#agreed, made)) throw planChanged(this.#agreed, made);
  }

  #add(step: PlanStep<unknown>): void {
    if (step.kind === 'file') this.#made.add({ ...step, etag: step.listed?.etag });
  }
}

/** The error of a plan that does not hold any more. */
export function planChanged(agreed: PlanFingerprint, made: PlanFingerprint): TapehaulError {
  const now =
    agreed.files === made.files
      ? 'other files, or other versions of them, would be fetched now'
      : `${counted(made.files, 'file')} would be fetched now`;
  return new TapehaulError('plan_changed', `the plan fetches ${counted(agreed.files, 'file')}; ${now}`, {
    facts: { planned_files: agreed.files, files: made.files },
    hint: 'The archive or the output directory has changed since the plan was made, and nothing was fetched. Make the plan again, then start that one.',
  });
}
