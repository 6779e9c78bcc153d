import { randomUUID } from 'node:crypto';
import type { PlanFingerprint } from '@tapehaul/workflow';
import { HttpRefusal } from '../access/http-refusal.ts';
import type { Reach } from '../access/reach.ts';
import type { SubmittedConfig } from '../access/service-configs.ts';

/** A plan that a run can be started from. */
export interface KeptPlan {
  readonly planId: string;
  /** What it was made for. */
  readonly submitted: Omit<SubmittedConfig, 'reach'>;
  /** Name of its output directory. */
  readonly name: string;
  /** Which files it fetches. */
  readonly fingerprint: PlanFingerprint;
  /** State of the record that it was compared with; null where a run was changing it. */
  readonly sign: string | null;
  /** Milliseconds since 1970 UTC. */
  readonly expiresAt: number;
}

/** How many plans are kept, and for how long. */
export interface KeptPlansOptions {
  /** Milliseconds; an hour by default. */
  readonly lifetime?: number | undefined;
  /** The newest ones stay. */
  readonly most?: number;
  /** Characters of all their configurations together. */
  readonly mostCharacters?: number;
  /** Milliseconds since 1970 UTC. */
  readonly now?: () => number;
}

const HOUR = 3_600_000;
const MOST = 1_000;
const MOST_CHARACTERS = 32 * 2 ** 20;

/** Plans of the last hour, in memory: without their files, which a fingerprint stands for. */
export class KeptPlans {
  readonly #lifetime: number;
  readonly #most: number;
  readonly #mostCharacters: number;
  readonly #now: () => number;
  /** The oldest first, each with the length of its configuration. */
  readonly #plans = new Map<string, { readonly plan: KeptPlan; readonly characters: number }>();
  #characters = 0;

  constructor({
    lifetime = HOUR,
    most = MOST,
    mostCharacters = MOST_CHARACTERS,
    now = Date.now,
  }: KeptPlansOptions = {}) {
    this.#lifetime = lifetime;
    this.#most = most;
    this.#mostCharacters = mostCharacters;
    this.#now = now;
  }

  /** Keeps a plan under a new id, and forgets the oldest ones where there are too many. */
  keep(made: Omit<KeptPlan, 'planId' | 'expiresAt'>): KeptPlan {
    const plan = { ...made, planId: randomUUID(), expiresAt: this.#now() + this.#lifetime };
    const characters = JSON.stringify(plan.submitted).length;
    this.#plans.set(plan.planId, { plan, characters });
    this.#characters += characters;
    this.#forgetOld();
    return plan;
  }

  /** The plan of an id. Throws a HttpRefusal, 404 `plan_unknown`, where none is kept, or one that is not in reach. */
  find(planId: string, reach: Reach): KeptPlan {
    this.#forgetOld();
    const found = this.#plans.get(planId)?.plan;
    if (found !== undefined && reach.has(found.name)) return found;
    throw new HttpRefusal(
      404,
      'plan_unknown',
      `there is no plan ${planId}`,
      'A plan is kept for an hour, and until the service stops. Make it again: POST /v1/plans.',
    );
  }

  #forgetOld(): void {
    for (const [planId, { plan, characters }] of this.#plans) {
      const isCrowded = this.#plans.size > this.#most || this.#characters > this.#mostCharacters;
      if (plan.expiresAt > this.#now() && !(isCrowded && this.#plans.size > 1)) return;
      this.#plans.delete(planId);
      this.#characters -= characters;
    }
  }
}
