import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Breaker, type Pass, type SourceHealth } from './breaker.ts';

const AFTER = 3;
/** How long transfers wait at most, in milliseconds. */
const AT_MOST = 120_000;

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] }));
afterEach(() => void vi.useRealTimers());

/** Lets time pass, and promises settle. */
const pass = (milliseconds = 0): Promise<unknown> => vi.advanceTimersByTimeAsync(milliseconds);

/** Transfers before a breaker, and what is to be true of them. */
class Line {
  pauses = 0;
  requested = 0;
  refused = 0;
  left = 0;
  ended = 0;
  readonly waiting = new Set<AbortController>();
  /** Those that were let through, and in which state: it changes with each pause, and with its end. */
  readonly through: { readonly end: Pass; readonly state: number }[] = [];
  #state = 0;
  #troubles = 0;
  #pausedAt = 0;
  readonly #breaker = new Breaker({ after: AFTER, atMostSeconds: AT_MOST / 1_000 }, () => {
    this.pauses += 1;
  });

  get isPaused(): boolean {
    return this.#state % 2 === 1;
  }

  /** Transfers that try the source in a pause. */
  get trials(): number {
    return this.isPaused ? this.through.filter(({ state }) => state === this.#state).length : 0;
  }

  async request(): Promise<void> {
    this.requested += 1;
    const leave = new AbortController();
    this.waiting.add(leave);
    void this.#breaker
      .enter(leave.signal)
      .then(
        (end) => {
          if (end === undefined) this.refused += 1;
          else this.through.push({ end, state: this.#state });
        },
        () => {
          this.left += 1;
        },
      )
      .finally(() => this.waiting.delete(leave));
    await pass();
  }

  async leave(which: number): Promise<void> {
    [...this.waiting][which % this.waiting.size]?.abort();
    await pass();
  }

  async end(which: number, evidence: SourceHealth): Promise<void> {
    const [one] = this.through.splice(which % Math.max(1, this.through.length), 1);
    if (one === undefined) return;
    this.ended += 1;
    if (one.state === this.#state) this.#judge(evidence);
    one.end(evidence);
    await pass();
  }

  #judge(evidence: SourceHealth): void {
    if (evidence === 'well') {
      this.#troubles = 0;
      if (this.isPaused) this.#state += 1;
    } else if (evidence === 'trouble' && !this.isPaused) {
      this.#troubles += 1;
      if (this.#troubles < AFTER) return;
      this.#state += 1;
      this.#troubles = 0;
      this.#pausedAt = performance.now();
    }
  }

  /** What holds at any time. */
  expectOrder(): void {
    expect(this.ended + this.through.length + this.refused + this.left + this.waiting.size).toBe(
      this.requested,
    );
    expect(this.pauses).toBe(Math.ceil(this.#state / 2));
    expect(this.trials).toBeLessThanOrEqual(1);
    if (!this.isPaused || performance.now() - this.#pausedAt > AT_MOST) expect(this.waiting.size).toBe(0);
  }
}

const ANY = fc.nat(100);
const EVENT = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('ask' as const) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('end' as const),
      which: ANY,
      evidence: fc.constantFrom<SourceHealth>('well', 'trouble', 'trouble', 'trouble', 'nothing'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('leave' as const), which: ANY }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('wait' as const), ms: fc.nat(40_000) }) },
);

test('whatever happens, one at a time tries in a pause, all pass after it, and each is answered once', async () => {
  let pauses = 0;
  const events = fc.array(EVENT, { minLength: 10, maxLength: 150 });
  await fc.assert(
    fc.asyncProperty(events, async (happening) => {
      const line = new Line();
      for (const event of happening) {
        if (event.kind === 'ask') await line.request();
        else if (event.kind === 'end') await line.end(event.which, event.evidence);
        else if (event.kind === 'leave') await line.leave(event.which);
        else await pass(event.ms);
        line.expectOrder();
      }
      pauses += line.pauses;
      // The source is well from now on: everyone who waits gets through, or was rejected.
      while (line.through.length > 0 || line.waiting.size > 0) {
        await pass(30_000);
        await line.end(0, 'well');
        line.expectOrder();
      }
      expect(line.left + line.refused + line.ended).toBe(line.requested);
    }),
  );
  expect(pauses).toBeGreaterThan(0);
});

/** A line that is paused, with some who wait. */
async function paused(waiting: number): Promise<Line> {
  const line = new Line();
  for (let count = 0; count < AFTER; count++) await line.request();
  for (let count = 0; count < AFTER; count++) await line.end(0, 'trouble');
  for (let count = 0; count < waiting; count++) await line.request();
  return line;
}

test('trials come at growing intervals, from half a second on, and every thirty seconds at last', async () => {
  const line = await paused(20);
  const waits = [];
  for (let trial = 0; trial < 8; trial++) {
    let wait = 0;
    for (; line.trials === 0; wait += 100) await pass(100);
    waits.push(wait);
    await line.end(0, 'trouble');
  }
  expect(waits).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
});

test('a trial that shows nothing leaves it to the next', async () => {
  const line = await paused(2);
  await pass(500);
  expect([line.trials, line.waiting.size]).toEqual([1, 1]);
  await line.end(0, 'nothing');
  expect([line.trials, line.waiting.size]).toEqual([1, 0]);
  await line.end(0, 'nothing');
  await line.request();
  expect(line.trials).toBe(1);
});

test('what began before a pause ends no pause', async () => {
  const line = new Line();
  for (let count = 0; count < AFTER + 2; count++) await line.request();
  for (let count = 0; count < AFTER; count++) await line.end(0, 'trouble');
  await line.end(0, 'well');
  await line.request();
  expect([line.pauses, line.waiting.size]).toEqual([1, 1]);
});

test('a waiting transfer is let go as soon as it is called off', async () => {
  const line = await paused(2);
  await line.leave(0);
  expect([line.left, line.waiting.size]).toEqual([1, 1]);
  await pass(500);
  // Also behind one that tries.
  await line.request();
  await line.leave(0);
  expect([line.left, line.trials, line.waiting.size]).toEqual([2, 1, 0]);
  // And then nothing keeps the process running.
  expect(vi.getTimerCount()).toBe(0);
});

test('a clock that is set back makes no pause longer', async () => {
  const line = await paused(1);
  vi.setSystemTime(0);
  await pass(500);
  expect(line.trials).toBe(1);
});

test('a wait that is longer than a timer can be needs no timer in between', async () => {
  const breaker = new Breaker({ after: 1, atMostSeconds: 1e9 }, () => {});
  const { signal } = new AbortController();
  const first = await breaker.enter(signal);
  first?.('trouble');
  const trial = breaker.enter(signal);
  await pass(500);
  await trial;
  void breaker.enter(signal);
  await pass();
  const before = performance.now();
  await vi.advanceTimersToNextTimerAsync();
  expect(performance.now() - before).toBeGreaterThan(1e9);
});
