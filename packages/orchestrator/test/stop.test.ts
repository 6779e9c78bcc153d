import { TapehaulError } from '@tapehaul/errors';
import { describe, expect, test } from 'vitest';
import { flow, type OrchestratorEvent, task } from '../src/index.ts';

const full = new TapehaulError('disk_full', 'no room');

/** A listener that cannot take a state of a run. */
const deafTo = (state: string) => (event: OrchestratorEvent) => {
  if (event.kind === 'run' && event.state === state) throw full;
};
const hang = task('hang', {}, (_: number, { signal }) => {
  return new Promise<void>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
});

describe('a listener that throws', () => {
  test('of the last state of a run is reported as it is', async () => {
    const run = flow('well', {}, async () => 1)(undefined, { listeners: [deafTo('Completed')] });
    await expect(run).rejects.toBe(full);
  });

  test('of a run that is being cancelled fails it, and ends nothing else', async () => {
    const run = flow('stopped', {}, (_: undefined, { map }) => map(hang, [1])).start(undefined, {
      listeners: [deafTo('Cancelling')],
    });
    await Promise.resolve();
    run.cancel();
    expect(await run.result).toMatchObject({ state: 'Failed', error: { code: 'disk_full' } });
  });
});

describe('a run that is stopped', () => {
  test('before it has begun runs nothing of its body', async () => {
    const states: string[] = [];
    let begun = false;
    const run = await flow('late', {}, async () => {
      begun = true;
    })(undefined, {
      signal: AbortSignal.abort(),
      listeners: [(event) => void (event.kind === 'run' && states.push(event.state))],
    });
    expect(run).toMatchObject({ state: 'Cancelled', error: { code: 'cancelled' } });
    expect(states).toEqual(['Running', 'Cancelled']);
    expect(begun).toBe(false);
  });

  test.each(['between its inputs', 'while it reads one'])('%s closes their source', async (when) => {
    const closed = Promise.withResolvers<void>();
    const reading = Promise.withResolvers<void>();
    const next = Promise.withResolvers<void>();
    async function* inputs() {
      try {
        yield 1;
        if (when === 'while it reads one') {
          reading.resolve();
          await next.promise;
        }
        yield 2;
        reading.resolve();
        yield 3;
      } finally {
        closed.resolve();
      }
    }
    const concurrency = when === 'while it reads one' ? 2 : 3;
    const run = flow('endless', {}, (_: undefined, { map }) => map(hang, inputs(), { concurrency })).start(
      undefined,
    );
    await reading.promise;
    run.cancel();
    next.resolve();
    expect(await run.result).toMatchObject({ state: 'Cancelled' });
    await closed.promise;
  });
});
