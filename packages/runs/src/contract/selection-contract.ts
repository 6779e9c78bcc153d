import { parseConfig } from '@tapehaul/config';
import { expect, test } from 'vitest';
import type { ControlledPlace } from './controlled-place.ts';
import { endOf } from './observed-end.ts';
import { FORBIDDEN, places, REQUEST } from './small-collection.ts';

/** Of what failed in a run, some can be tried again; its log is read from either end. */
export function selectionContract(current: () => ControlledPlace): void {
  test('of the files that failed some are retried, and a selection of none is refused', async () => {
    const place = current();
    const { control } = place;
    place.archive.faults.add({ key: /07-0[34]/, operation: 'object', fault: FORBIDDEN });
    const { runId } = await control.collect({ config: parseConfig({ ...REQUEST, ...places(place) }) });
    place.archive.faults.clear();
    expect(await endOf(control.retry(runId, { only: { errorCode: 'throttled' } }))).toEqual({
      exit_code: 2,
      code: 'run_complete',
      message: `no failed file of run ${runId} fits the selection`,
      hint: `See what failed: tapehaul show ${runId}.`,
    });
    const prefix = 'data/spot/daily/klines/BTCUSDT/1h/BTCUSDT-1h-2025-07-03';
    expect(await endOf(control.retry(runId, { only: { prefix } }))).toMatchObject({ exit_code: 3 });
    expect(await control.show(runId)).toMatchObject({ failed: 1 });
    const lines = await Array.fromAsync(control.logs(runId), ({ sequence }) => sequence);
    const newest = await Array.fromAsync(control.logs(runId, { newest: true }), ({ sequence }) => sequence);
    expect(newest).toEqual(lines.toReversed());
    expect(await endOf(control.retry(runId, { only: { errorCode: 'access_denied' } }))).toEqual({
      exit_code: 0,
    });
  });
}
