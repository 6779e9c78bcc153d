import { parseConfig } from '@tapehaul/config';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RunControl, RunHooks, RunOutcome } from '../run-control.ts';
import type { ControlledPlace } from './controlled-place.ts';
import { endOf, observedEnd } from './observed-end.ts';
import { selectionContract } from './selection-contract.ts';
import { DAYS, type Fault, FORBIDDEN, places, REQUEST } from './small-collection.ts';

/**
 * Declares the tests that every control of runs passes: the same exit status, code, message and hint for the same trouble,
 * wherever the run is. `open` makes a place without runs.
 */
export function runControlContract(name: string, open: () => Promise<ControlledPlace>): void {
  describe(`run control: ${name}`, () => {
    let place: ControlledPlace;
    let control: RunControl;
    beforeEach(async () => {
      place = await open();
      control = place.control;
    });
    afterEach(() => place.close());

    const collect = (more: object = {}, hooks: RunHooks = {}): Promise<RunOutcome> =>
      control.collect({ config: parseConfig({ ...REQUEST, ...places(place), ...more }) }, hooks);
    const failing = (key: RegExp, fault: Fault, operation: 'object' | 'list' = 'object') =>
      place.archive.faults.add({ key, operation, fault });
    /** One file ends, whichever is requested first, and no other. */
    const stalling = () =>
      place.archive.faults.add({ key: /\.zip$/, after: 1, fault: { kind: 'stall', afterBytes: 0 } });

    test('a run completes, and is listed, shown, logged and followed', async () => {
      const seen: string[] = [];
      const outcome = await collect({}, { onEvent: (event) => event && seen.push(event.kind) });
      expect(outcome).toMatchObject({ state: 'completed', exit_code: 0, error: null });
      expect(seen.filter((kind) => kind === 'file')).toHaveLength(DAYS);
      const { runId } = outcome;
      const counts = { Completed: { tasks: DAYS } };
      const view = { runId, state: 'Completed', files: DAYS, failed: 0, counts };
      expect(await control.list()).toMatchObject([view]);
      expect(await control.list({ limit: 1 })).toHaveLength(1);
      const shown = await control.show('latest');
      expect(shown).toMatchObject({ ...view, tables: {}, failures: [], request: { symbols: ['BTCUSDT'] } });
      expect(shown.history.map(({ state }) => state).at(-1)).toBe('Completed');
      const batches = await Array.fromAsync(control.batches(runId.slice(0, -2)));
      expect(batches.reduce((sum, { claims }) => sum + claims, 0)).toBeGreaterThan(0);
      expect(batches).toMatchObject(
        batches.map((_, at) => ({ batch: at + 1, left: 0, isHeld: false, losses: 0, failure: null })),
      );
      expect(await Array.fromAsync(control.batches('latest', { open: true }))).toEqual([]);
      const lines = await Array.fromAsync(control.logs(runId));
      expect(lines.some(({ message }) => message.includes(`planned ${DAYS} files`))).toBe(true);
      expect(await Array.fromAsync(control.logs(runId, { contains: 'nothing says this' }))).toEqual([]);
      expect(await control.follow(runId.slice(0, -2))).toMatchObject({ runId, exit_code: 0, error: null });
    });

    test('files that were settled before are files of the plan of a later run, in no state', async () => {
      await collect();
      const { runId } = await collect();
      const view = { runId, files: DAYS, settledFiles: DAYS, failed: 0, counts: {} };
      expect(await control.list()).toMatchObject([view, { files: DAYS, settledFiles: 0 }]);
      expect(await control.show(runId)).toMatchObject(view);
    });

    test('files that fail are 3, are shown with their reason, and retried', async () => {
      failing(/07-03/, FORBIDDEN);
      const outcome = await collect();
      expect(observedEnd(outcome)).toEqual({ exit_code: 3 });
      expect(await control.follow(outcome.runId)).toMatchObject({ exit_code: 3 });
      expect(await control.show(undefined)).toMatchObject({
        files: DAYS,
        failed: 1,
        failures: [{ code: 'access_denied', tasks: 1 }],
      });
      place.archive.faults.clear();
      expect(await endOf(control.resume(outcome.runId))).toMatchObject({
        exit_code: 2,
        code: 'run_complete',
      });
      expect(await endOf(control.retry(outcome.runId))).toEqual({ exit_code: 0 });
      expect(await endOf(control.retry(undefined))).toMatchObject({ exit_code: 2, code: 'run_complete' });
    });

    test('what the archive has nothing of is 4 for every follower, and 0 on request', async () => {
      const more = { symbols: ['BTCUSTD'] };
      const outcome = await collect(more);
      expect(observedEnd(outcome)).toEqual({ exit_code: 4 });
      expect(await control.follow(outcome.runId)).toMatchObject({ exit_code: 4 });
      expect(await endOf(collect({ ...more, fail_on: 'never' }))).toEqual({ exit_code: 0 });
    });

    test.each<[string, number, Fault, string]>([
      ['a source that refuses', 1, FORBIDDEN, 'access_denied'],
      ['a source that is overloaded', 5, { kind: 'status', status: 503, code: 'SlowDown' }, 'throttled'],
    ])('%s is %i, in the same words for every follower', async (_, exit_code, fault, code) => {
      failing(/./, fault, 'list');
      const outcome = await collect({ planning: 'listing' });
      const end = observedEnd(outcome);
      expect(end).toMatchObject({
        exit_code,
        code,
        message: expect.stringMatching(/listing of data\/spot\//),
      });
      expect(observedEnd(await control.follow(outcome.runId))).toEqual(end);
    });

    test('a file that contradicts its checksum is 6', async () => {
      failing(/07-03.*zip$/, { kind: 'alter' });
      expect(await endOf(collect())).toMatchObject({ exit_code: 6 });
      expect(await endOf(control.follow(undefined))).toMatchObject({ exit_code: 6 });
    });

    test('a run is paused, continued, cancelled and resumed', async () => {
      stalling();
      const started = Promise.withResolvers<void>();
      const running = collect(
        { max_parallel_downloads: 2 },
        { onEvent: (event) => event?.kind === 'file' && started.resolve() },
      );
      await Promise.race([started.promise, running]);
      const [view] = await control.list();
      const runId = view?.runId ?? '';
      const followed = control.follow(runId);
      expect(await control.pause(runId)).toBe(runId);
      expect(await control.unpause(undefined)).toBe(runId);
      expect(await control.cancel('latest')).toBe(runId);
      const end = observedEnd(await running);
      expect(end).toEqual({
        exit_code: 130,
        code: 'cancelled',
        message: 'stopped on request',
        hint: 'Run the same command again to continue.',
      });
      expect(observedEnd(await followed)).toEqual(end);
      expect(await endOf(control.cancel(runId))).toMatchObject({
        exit_code: 2,
        code: 'run_ended',
        message: expect.stringContaining('no process works on it'),
      });
      place.archive.faults.clear();
      expect(await endOf(control.resume(undefined))).toEqual({ exit_code: 0 });
    });

    test('what follows a run can be ended, and the run continues', async () => {
      stalling();
      const started = Promise.withResolvers<void>();
      const running = collect({}, { onEvent: (event) => event?.kind === 'file' && started.resolve() });
      await Promise.race([started.promise, running]);
      const stop = new AbortController();
      const following = endOf(control.follow(undefined, { signal: stop.signal }));
      const logging = endOf(Array.fromAsync(control.logs(undefined, { follow: true, signal: stop.signal })));
      stop.abort();
      expect(await following).toMatchObject({ code: 'cancelled' });
      expect(await logging).toMatchObject({ code: 'cancelled' });
      expect(await control.list()).toMatchObject([{ endedAt: null }]);
      await control.cancel(undefined);
      expect(await endOf(running)).toMatchObject({ exit_code: 130 });
    });

    test('a run stops with its caller where it runs here, and else continues', async () => {
      stalling();
      const [started, stop] = [Promise.withResolvers<void>(), new AbortController()];
      const onEvent: RunHooks['onEvent'] = (event) => event?.kind === 'file' && started.resolve();
      const running = endOf(collect({}, { signal: stop.signal, onEvent }));
      await Promise.race([started.promise, running]);
      stop.abort();
      expect(await running).toMatchObject({ code: 'cancelled' });
      expect((await control.list())[0]?.endedAt !== null).toBe(control.runsHere);
      if (control.runsHere) return;
      await control.cancel(undefined);
      await endOf(control.follow(undefined));
    });

    test('a run is continued with other settings, and refuses those that would change its files', async () => {
      failing(/07-03/, FORBIDDEN);
      const { runId } = await collect();
      place.archive.faults.clear();
      expect(await endOf(control.retry(runId, { settings: { symbols: 'ETHUSDT' } }))).toEqual({
        exit_code: 2,
        code: 'config_invalid',
        message: 'symbols cannot be changed for a run that was started before',
        hint: expect.stringMatching(/^These can: source\.\*, /),
      });
      expect(await endOf(control.retry(runId, { settings: { timeout_seconds: 'soon' } }))).toMatchObject({
        exit_code: 2,
        code: 'config_invalid',
        message: expect.stringMatching(/timeout_seconds .*got "soon"/),
      });
      expect(
        await endOf(
          control.retry(runId, { settings: { timeout_seconds: '20' }, maxBytesPerSecond: 10_000_000 }),
        ),
      ).toEqual({
        exit_code: 0,
      });
    });

    test('a run that does not exist is named as such by everything', async () => {
      await collect();
      const [id, part] = ['20200101T000000Z-000000', 'nobody'];
      for (const run of [id, part]) {
        for (const act of ['show', 'follow', 'cancel', 'pause', 'unpause', 'resume', 'retry'] as const) {
          expect(await endOf(control[act](run)), `${act} ${run}`).toMatchObject({
            exit_code: 2,
            code: 'run_not_found',
            message: expect.stringContaining(run),
          });
        }
        expect(await endOf(Array.fromAsync(control.logs(run)))).toMatchObject({ code: 'run_not_found' });
      }
    });

    test('without runs, the newest is not found', async () => {
      expect(await endOf(control.show(undefined))).toMatchObject({ exit_code: 2, code: 'run_not_found' });
    });
    selectionContract(() => place);
  });
}
