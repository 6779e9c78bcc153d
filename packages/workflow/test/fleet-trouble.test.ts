import { join } from 'node:path';
import { LocalEngine } from '@tapehaul/fleet';
import type { LogEvent } from '@tapehaul/orchestrator';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { coordinateRun } from '../src/collect/coordinate-run.ts';
import { FleetWorker } from '../src/fleet/index.ts';
import type { WorkflowEvent } from '../src/index.ts';
import { records } from '../src/record-store.ts';
import { output, simulator } from './archive.ts';
import { collectReported, eventsOf, inRecord, resumeReported } from './reported.ts';

const PACE = { everyMs: 10, offerAgainMs: 50, noWorkerMs: 60_000, giveBackMs: 5_000, engineLostMs: 1_000 };
const IN_PARTS = { symbols: ['BTCUSDT', 'ETHUSDT', 'LTCUSDT'], planning: 'auto', partition: 'daily' };
const MORE = { planning: 'matrix', task_retry_attempts: 0 };

let engine: LocalEngine;
let worker: FleetWorker | undefined;
beforeEach(() => {
  engine = new LocalEngine();
  worker = undefined;
});
afterEach(async () => {
  await worker?.stop(0);
  await engine.close();
});

const onFleet = () => ({ fleet: engine, fleetPace: PACE });
const shared = { ...records, rootOf: async () => output, abandoned: async () => [] };
function work(): void {
  worker ??= new FleetWorker({ records: shared, engine, slots: 2, name: 'worker', failedAgainMs: 50 });
}

test('a source that refuses every file ends a run on a fleet with the error of one machine', async () => {
  const refuse = ({ kind }: WorkflowEvent): void => {
    if (kind === 'planned') simulator.faults.add({ key: /./, fault: { kind: 'status', status: 403 } });
  };
  const alone = await collectReported(MORE, { onEvent: refuse });
  simulator.faults.clear();
  work();
  const fleet = await collectReported(MORE, { onEvent: refuse, ...onFleet() });
  expect(alone.result).toMatchObject({ status: 'failed', error: { code: 'access_denied' } });
  const { status, exit_code, failures } = alone.result;
  expect(fleet.result).toMatchObject({ status, exit_code, failures, error: { code: 'access_denied' } });
  expect(fleet.result.error?.message).toContain(alone.result.error?.message);
  simulator.faults.clear();
  const resumed = await resumeReported(onFleet());
  expect(resumed.result).toMatchObject({ status: 'completed', proved_files: 3 });
});

test('files of a batch that every worker loses are failures of the run; the next resume tries them again', async () => {
  const lose = async (runId: string): Promise<void> => {
    const catalog = await records.open(output);
    for (let holder = 0; holder <= 5; holder++) {
      await catalog.claim(runId, { name: 'download-archive-file', holder: `lost ${holder}`, batch: 1 });
    }
    await catalog.close();
    work();
  };
  let losing: Promise<void> | undefined;
  const onEvent = (event: WorkflowEvent): void => {
    if (event.kind === 'fleet')
      losing ??= inRecord((record) => record.runs()).then(({ rows }) => lose(rows[0]?.runId ?? ''));
  };
  const first = await collectReported(MORE, { onEvent, ...onFleet() });
  await losing;
  expect(first.result).toMatchObject({ status: 'completed_with_failures', exit_code: 3 });
  expect(first.result.failures).toHaveLength(3);
  expect(first.result).toMatchObject({
    collection_stats: { failed_tasks: 3 },
    metadata: { status: 'completed_with_failures', files: { Crashed: { tasks: 3 } } },
  });
  expect(eventsOf(first, 'fleet').at(-1)).toMatchObject({ open_batches: 0 });
  const again = await resumeReported({ failed: true, ...onFleet() });
  expect(again.result).toMatchObject({ status: 'completed', proved_files: 3, failures: [] });
});

test('what no worker can plan ends the run; once it is fixed, it continues', { tags: 'heavy' }, async () => {
  simulator.faults.add({ key: /klines\/LTCUSDT/, fault: { kind: 'status', status: 501 } });
  const inParts = { ...onFleet(), fleetPartObjects: 2 };
  work();
  const { result } = await collectReported(IN_PARTS, inParts);
  expect(result.status).toBe('failed');
  simulator.faults.clear();
  const { result: resumed } = await resumeReported(inParts);
  expect(resumed).toMatchObject({ status: 'completed', run_id: result.run_id });
});

test('a run whose owner is gone while it is planned is taken over, and planned to its end', async () => {
  const inParts = { ...onFleet(), fleetPartObjects: 2 };
  const stopped = await collectReported(IN_PARTS, { ...inParts, signal: AbortSignal.abort() });
  work();
  const taken = await coordinateRun(output, stopped.result.run_id, inParts);
  expect(taken).toMatchObject({ status: 'completed', run_id: stopped.result.run_id });
});

describe('a worker that cannot write into the folder', () => {
  /** Workers on this engine, each with the folder that the run has, or with another one. */
  function workers(...hasFolder: readonly boolean[]): readonly FleetWorker[] {
    return hasFolder.map((isGood, place) => {
      const other = {
        ...shared,
        rootOf: async () => join(output, '..', 'elsewhere'),
        open: () => records.open(output),
      };
      const options = { engine, slots: 1, name: `worker ${place}`, failedAgainMs: 20 };
      return new FleetWorker({ ...options, records: isGood ? shared : other });
    });
  }
  async function collect(...hasFolder: readonly boolean[]) {
    const lines: string[] = [];
    const started = workers(...hasFolder);
    const onLog = ({ level, message }: LogEvent): void => {
      if (level === 'warn') lines.push(message);
    };
    const { result } = await collectReported(MORE, { onLog, ...onFleet() });
    await Promise.all(started.map((it) => it.stop(0)));
    return { result, lines };
  }

  test('beside one that can: the run ends Completed, and says once which worker is in trouble', async () => {
    // The bad one is the first that is handed the batch.
    const { result, lines } = await collect(false, true);
    expect(result).toMatchObject({ status: 'completed', proved_files: 3, failures: [] });
    expect(lines).toEqual([
      expect.stringMatching(/elsewhere .*\(worker worker 0\); its batch 1 is for another worker/),
    ]);
  });

  test.each([[[false]], [[false, false]]])(
    'alone, or like all others, ends the run with its error (%j)',
    async (all) => {
      const { result } = await collect(...all);
      expect(result).toMatchObject({ status: 'failed', error: { code: 'target_blocked' } });
    },
  );
});
