import type { Fault } from './fault.ts';
import { fits, type RequestPattern, type SeenRequest } from './request-pattern.ts';

/** When to misbehave, and how. */
export interface FaultRule extends RequestPattern {
  /** How many requests that fit pass the rule before it takes effect; none if not given. */
  readonly after?: number;
  /** How many requests meet the fault before the rule has no more effect; unlimited if not given. */
  readonly times?: number;
  readonly fault: Fault;
}

/** A rule that was added. */
export interface FaultHandle {
  /** How many requests have met the fault. */
  readonly hits: number;
  /** Takes the rule out; requests that met the fault already are not freed from it. */
  remove(): void;
}

interface ActiveRule {
  readonly rule: FaultRule;
  passed: number;
  hits: number;
}

/** The rules of a simulator, in the order in which they were added. */
export class FaultPlan {
  readonly #rules = new Set<ActiveRule>();

  /** Adds a rule behind all others: the first that fits a request, and is not used up, decides. */
  add(rule: FaultRule): FaultHandle {
    const active: ActiveRule = { rule, passed: 0, hits: 0 };
    this.#rules.add(active);
    return {
      get hits() {
        return active.hits;
      },
      remove: () => {
        this.#rules.delete(active);
      },
    };
  }

  /** Takes all rules out. */
  clear(): void {
    this.#rules.clear();
  }

  /** The fault that a request meets, which counts as a hit; the simulator calls it. */
  take(request: SeenRequest): Fault | undefined {
    for (const active of this.#rules) {
      const { rule } = active;
      if (active.hits >= (rule.times ?? Number.POSITIVE_INFINITY) || !fits(request, rule)) continue;
      if (active.passed < (rule.after ?? 0)) {
        active.passed++;
        continue;
      }
      active.hits++;
      return rule.fault;
    }
    return undefined;
  }
}
