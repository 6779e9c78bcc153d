import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type FlowContext, flow, noRetry, type OrchestratorEvent, task } from '../src/index.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** Runs a body with a retry, and gives how it ended and the ids that its tasks ended by. */
async function idsOf(body: (context: FlowContext) => Promise<unknown>, retries = 1) {
  const ids: string[] = [];
  const listener = (event: OrchestratorEvent): void => {
    const isEnd = event.kind === 'task' && ['Completed', 'Failed'].includes(event.state);
    if (isEnd) ids.push(`${event.task}/${event.taskId}`);
  };
  const run = flow('run', { retries }, (_: undefined, context) => body(context))(undefined, {
    listeners: [listener],
  });
  await vi.runAllTimersAsync();
  return { run: await run, ids };
}

/** Fails for good for every number but those. */
function onlyWell(...well: readonly number[]) {
  return task('work', {}, async (n: number) => {
    if (!well.includes(n)) throw noRetry(new Error(`${n} is lost`));
    return n;
  });
}

const work = onlyWell(1, 2, 3, 4);

describe('default ids', () => {
  test('differ between two maps of one task, and calls of it', async () => {
    const { ids } = await idsOf(async ({ map, call }) => {
      await call(work, 1);
      await Promise.all([map(work, [1, 2]), map(work, [1, 2])]);
      await call(work, 2);
    });
    expect(new Set(ids).size).toBe(6);
    expect(ids[0]).toBe('work/work');
  });

  test('number the tasks of each name from one', async () => {
    const other = task('other', {}, async (n: number) => n);
    const { ids } = await idsOf(async ({ map }) => {
      await map(work, [1, 2]);
      await map(other, [1]);
    });
    expect(ids).toEqual(['work/1', 'work/2', 'other/1']);
  });
});

describe('a further attempt of the body', () => {
  test('that maps other inputs makes no lost task good', async () => {
    const { run, ids } = await idsOf(async ({ map, attempt }) => {
      if (attempt === 2) return map(onlyWell(3), [3]);
      await map(onlyWell(), [1]);
      throw new Error('once more');
    });
    expect(run).toMatchObject({ state: 'CompletedWithGaps', counts: { Failed: 1, Completed: 1 } });
    expect(new Set(ids).size).toBe(2);
  });

  test('that calls a task with another input makes no lost one good', async () => {
    const { run } = await idsOf(({ call, attempt }) =>
      call(
        task('list', {}, async (n: number) => (n === 1 ? Promise.reject(new Error('lost')) : n)),
        attempt,
      ),
    );
    expect(run).toMatchObject({ state: 'CompletedWithGaps', counts: { Failed: 1, Completed: 1 } });
  });

  test('makes a task good that it does again for an equal input, wherever that stands', async () => {
    const page = task('page', {}, async ({ url, well }: { url: string; well: boolean }) => {
      if (!well) throw noRetry(new Error('lost'));
      return url;
    });
    let isWell = false;
    const lost = task('page', {}, async (input: { url: string }) =>
      page.body({ ...input, well: isWell }, never()),
    );
    const { run, ids } = await idsOf(async ({ map, attempt }) => {
      if (attempt === 2) {
        isWell = true;
        return map(lost, [{ url: 'c' }, { url: 'b' }]);
      }
      await map(lost, [{ url: 'a' }, { url: 'b' }]);
      throw new Error('once more');
    });
    expect(run).toMatchObject({ state: 'CompletedWithGaps', counts: { Failed: 1, Completed: 2 } });
    expect(ids).toEqual(['page/1', 'page/2', 'page/3', 'page/2']);
  });

  test('makes a call good that has the same id, whatever its input', async () => {
    const { run, ids } = await idsOf(({ call, attempt }) =>
      call(onlyWell(2), attempt, { id: 'step' }).catch((error: unknown) => {
        if (attempt === 1) throw new Error('once more', { cause: error });
        throw error;
      }),
    );
    expect(run).toMatchObject({ state: 'Completed', counts: { Failed: 0, Completed: 1 } });
    expect(ids).toEqual(['work/step', 'work/step']);
  });
});

test('whatever a body maps in its attempts, what is lost shows, and no two tasks have one id', async () => {
  const inputs = fc.array(
    fc.oneof(fc.nat(4), fc.record({ a: fc.nat(2), b: fc.nat(1) }, { noNullPrototype: true })),
    { maxLength: 6 },
  );
  const fates = fc.array(inputs, { minLength: 1, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(fates, fc.func(fc.boolean()), async (attempts, fails) => {
      const isLost = (input: unknown, attempt: number): boolean => fails(JSON.stringify(input), attempt);
      const ids: string[] = [];
      const body = flow('run', { retries: attempts.length - 1 }, async (_: undefined, { map, attempt }) => {
        const some = task('some', {}, async (input: unknown) => {
          if (isLost(input, attempt)) throw noRetry(new Error('lost'));
        });
        const results = await map(some, attempts[attempt - 1] ?? [], { concurrency: 2 });
        const seen = new Set(results.map(({ taskId }) => taskId));
        expect(seen.size).toBe(results.length);
        ids.push(...seen);
        if (attempt < attempts.length) throw new Error('once more');
      });
      const run = body(undefined);
      await vi.runAllTimersAsync();
      const { counts, state } = await run;
      // The model: failures of each input that no later attempt did again.
      const lost = new Map<string, number>();
      for (const [place, some] of attempts.entries()) {
        const before = new Map(lost);
        for (const input of some) {
          const name = JSON.stringify(input);
          const open = before.get(name) ?? 0;
          if (open > 0) {
            before.set(name, open - 1);
            lost.set(name, (lost.get(name) ?? 0) - 1);
          }
          if (isLost(input, place + 1)) lost.set(name, (lost.get(name) ?? 0) + 1);
        }
      }
      const failed = [...lost.values()].reduce((sum, count) => sum + count, 0);
      expect(counts.Failed ?? 0).toBe(failed);
      expect(state).toBe(failed > 0 ? 'CompletedWithGaps' : 'Completed');
    }),
    { numRuns: 200 },
  );
});

function never(): Parameters<typeof work.body>[1] {
  const { signal } = new AbortController();
  return { runId: '', taskId: '', attempt: 1, signal, log: () => {} };
}
