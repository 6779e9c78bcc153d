import { LocalEngine } from '@tapehaul/fleet';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FleetWorker } from '../src/fleet/index.ts';
import type { WorkflowEvent } from '../src/index.ts';
import { records } from '../src/record-store.ts';
import { output, simulator } from './archive.ts';
import { collectReported, eventsOf, inRecord, resumeReported } from './reported.ts';

const PACE = { everyMs: 10, offerAgainMs: 50, noWorkerMs: 60_000, giveBackMs: 5_000, engineLostMs: 1_000 };
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
  worker ??= new FleetWorker({ records: shared, engine, slots: 2, name: 'worker' });
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
