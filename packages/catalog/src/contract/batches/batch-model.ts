import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { everyRow } from '../../every-row.ts';
import type { ClaimedBatch } from '../../stores/batches.ts';
import type { Catalog } from '../../stores/catalog.ts';
import { ids, type MakeRecord, NAME, type RecordUnderTest, run, tasks } from '../setup/record-under-test.ts';
import { steps } from './batch-steps.ts';

/** What a holder does next. Numbers choose among what there is, whatever their size. */
const ACTIONS = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('claim' as const), holder: fc.nat(2) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('claim' as const),
      holder: fc.nat(2),
      batch: fc.integer({ min: 1, max: 6 }),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('hand in' as const),
      claim: fc.nat(),
      from: fc.nat(7),
      count: fc.nat(8),
      ends: fc.constantFrom('Completed' as const, 'Failed' as const, 'Running' as const),
      twice: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('release' as const), claim: fc.nat() }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'expire' as const }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('resume' as const), failed: fc.boolean() }) },
);

type Action = typeof ACTIONS extends fc.Arbitrary<infer Value> ? Value : never;

/** Tasks of the plan, and how many of them are planned together: few, so that batches end. */
const TASKS = 42;
const TOGETHER = 8;

/** Random sequences of claims, hand-ins, crashes and resumes against a model: nothing is lost, and nothing counted twice. */
export function batchModel(make: MakeRecord): void {
  describe('batches, whatever happens in whichever order:', () => {
    const title = 'each task has one outcome, a claim gives what has none, and counts are those of a recount';
    test(title, { timeout: 120_000 }, async () => {
      const sequence = fc.array(ACTIONS, { minLength: 5, maxLength: 60, size: 'max' });
      await fc.assert(
        fc.asyncProperty(sequence, async (actions) => {
          const record = await make();
          const trial = new Trial(record, await record.open());
          try {
            await trial.begin();
            for (const action of actions) await trial.act(action);
            // What readers say of a run whose owner is silent is for other tests.
            await trial.act({ kind: 'resume', failed: false });
            await trial.check();
          } finally {
            await trial.end();
          }
        }),
        { numRuns: process.env.TAPEHAUL_TRIALS === 'full' ? 100 : 6 },
      );
    });
  });
}

/** A record, and what it should say of its run. */
class Trial {
  readonly #record: RecordUnderTest;
  readonly #opened: Catalog[] = [];
  readonly #outcomes = new Map<string, string>();
  /** Claims, the latest last, and whether each still counts. */
  readonly #claims: { readonly claimed: ClaimedBatch; isOwn: boolean; isLive: boolean }[] = [];
  /** The tasks of each batch, as it was claimed first. */
  readonly #batches = new Map<number, readonly string[]>();
  #owner: Catalog;

  constructor(record: RecordUnderTest, owner: Catalog) {
    this.#record = record;
    this.#owner = owner;
    this.#opened.push(owner);
  }

  async begin(): Promise<void> {
    await this.#owner.startRun(run('r1'));
    const planned = ids(TASKS);
    while (planned.length > 0) await this.#owner.planTasks('r1', tasks(...planned.splice(0, TOGETHER)));
    this.#owner.endPlan('r1');
  }

  async act(action: Action): Promise<void> {
    if (action.kind === 'claim')
      await this.#claim(`holder-${action.holder}`, 'batch' in action ? action.batch : undefined);
    else if (action.kind === 'hand in') await this.#handIn(action);
    else if (action.kind === 'release') await this.#release(action.claim);
    else if (action.kind === 'expire') await this.#expire();
    else await this.#resume(action.failed);
  }

  async check(): Promise<void> {
    const counts: Record<string, { tasks: number; bytes: number }> = {};
    let [seen, open] = [0, 0];
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page = await this.#owner.tasks('r1', {
        limit: 1_000,
        ...(cursor === undefined ? {} : { cursor }),
      });
      for (const { taskId, state, phase, bytes } of page.rows) {
        const sum = counts[state] ?? { tasks: 0, bytes: 0 };
        counts[state] = { tasks: sum.tasks + 1, bytes: sum.bytes + (bytes ?? 0) };
        seen += 1;
        if (phase !== 'final') open += 1;
        const outcome = this.#outcomes.get(taskId);
        if (outcome !== undefined || phase === 'final') expect([taskId, state]).toEqual([taskId, outcome]);
        if (outcome === 'Completed') expect((await this.#owner.find(taskId))?.key).toBe(taskId);
      }
      cursor = page.next;
    }
    expect(seen).toBe(TASKS);
    const handedOut = [...this.#batches.values()].flat();
    expect(handedOut.toSorted()).toEqual([...new Set(handedOut)].toSorted());
    expect(await this.#owner.counts('r1')).toEqual(counts);
    const remaining = (await Array.fromAsync(everyRow(this.#owner.remainingTasks('r1', NAME)))).map(
      ({ taskId }) => taskId,
    );
    expect(remaining).toEqual(ids(TASKS).filter((taskId) => !this.#outcomes.has(taskId)));
    expect(remaining).toHaveLength(open);
    for (const [state, { tasks: count }] of Object.entries(counts)) {
      let listed = 0;
      for (let cursor: string | null | undefined; cursor !== null; ) {
        const page = await this.#owner.tasks('r1', {
          limit: 1_000,
          states: [state],
          ...(cursor === undefined ? {} : { cursor }),
        });
        listed += page.rows.length;
        cursor = page.next;
      }
      expect([state, listed]).toEqual([state, count]);
    }
  }

  async end(): Promise<void> {
    for (const catalog of this.#opened) await catalog.close();
    await this.#record.discard();
  }

  async #claim(holder: string, batch: number | undefined): Promise<void> {
    const named = batch === undefined ? {} : { batch };
    const claimed = await this.#owner.claim('r1', { name: NAME, holder, ...named });
    if (claimed === undefined) return;
    for (const it of this.#claims) {
      if (it.claimed.batch !== claimed.batch) continue;
      if (batch === undefined) expect(it.isLive).toBe(false);
      Object.assign(it, { isOwn: false, isLive: false });
    }
    const given = claimed.tasks.map(({ taskId }) => taskId);
    const whole = this.#batches.get(claimed.batch) ?? given;
    this.#batches.set(claimed.batch, whole);
    expect(given).toEqual(whole.filter((it) => !this.#outcomes.has(it)));
    this.#claims.push({ claimed, isOwn: true, isLive: true });
  }

  async #handIn(action: Extract<Action, { kind: 'hand in' }>): Promise<void> {
    const it = this.#claims[action.claim % Math.max(1, this.#claims.length)];
    if (it === undefined) return;
    const some = it.claimed.tasks.slice(action.from, action.from + action.count).map(({ taskId }) => taskId);
    const { ends } = action;
    const what = some.flatMap((id) =>
      steps(id, ends === 'Running' ? [ends] : ['Running', ends], { bytes: 2 }),
    );
    for (let times = action.twice ? 2 : 1; times > 0; times -= 1) {
      const handedIn = this.#owner.handIn(it.claimed, what);
      if (!it.isOwn) {
        await expect(handedIn).rejects.toThrow(expect.objectContaining({ code: 'batch_lost' }));
        return;
      }
      await handedIn;
    }
    it.isLive = true;
    if (ends === 'Running') return;
    for (const id of some) if (!this.#outcomes.has(id)) this.#outcomes.set(id, ends);
  }

  async #release(claim: number): Promise<void> {
    const it = this.#claims[claim % Math.max(1, this.#claims.length)];
    if (it === undefined || !it.isOwn) return;
    await this.#owner.release(it.claimed);
    Object.assign(it, { isOwn: false, isLive: false });
  }

  async #expire(): Promise<void> {
    await this.#record.expireLeases();
    for (const it of this.#claims) it.isLive = false;
  }

  /** The owner of the run is frozen or dead, and another process continues what is left. */
  async #resume(failed: boolean): Promise<void> {
    await this.#record.expireLeases();
    this.#owner = await this.#open();
    await this.#owner.resumeRun('r1', { failed });
    for (const it of this.#claims) Object.assign(it, { isOwn: false, isLive: false });
    if (!failed) return;
    for (const [id, state] of this.#outcomes) if (state === 'Failed') this.#outcomes.delete(id);
  }

  async #open(): Promise<Catalog> {
    const catalog = await this.#record.open();
    this.#opened.push(catalog);
    return catalog;
  }
}
