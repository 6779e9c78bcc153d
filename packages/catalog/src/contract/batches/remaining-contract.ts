import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { everyRow } from '../../every-row.ts';
import type { PlannedTask } from '../../records/records.ts';
import type { Catalog } from '../../stores/catalog.ts';
import { eachWithRecord, type MakeRecord, NAME, run, walk } from '../setup/record-under-test.ts';

const BLOCK = 100;

/** A folder's sums: [tasks, sized, blocks]. */
type Sums = readonly [tasks: number, sized: number, blocks: number];

const folderOf = (taskId: string): string => taskId.slice(0, taskId.lastIndexOf('/') + 1);

/** What is left of run `r1`, added up by folder. */
async function foldersOf(owner: Catalog): Promise<Record<string, Sums>> {
  const folders: Record<string, Sums> = {};
  for await (const row of everyRow(owner.remainingFolders('r1', NAME, BLOCK))) {
    const [tasks, sized, blocks] = folders[folderOf(row.example)] ?? [0, 0, 0];
    folders[folderOf(row.example)] = [tasks + row.tasks, sized + row.sized, blocks + row.blocks];
  }
  return folders;
}

/** The same of tasks that are left. */
function sumsOf(tasks: readonly PlannedTask[]): Record<string, Sums> {
  const folders: Record<string, Sums> = {};
  for (const { taskId, input, bytes = 0 } of tasks) {
    const [count, sized, blocks] = folders[folderOf(taskId)] ?? [0, 0, 0];
    const size = input === null ? 0 : bytes;
    folders[folderOf(taskId)] = [count + 1, sized + Number(size > 0), blocks + Math.ceil(size / BLOCK)];
  }
  return folders;
}

/** What happens to a task once it is planned. */
const FATES = [[], ['Running'], ['Running', 'Completed'], ['Running', 'Cancelled']] as const;

/** Something happens to every seventh task. */
const EVERY = 7;

/** Some of a plan: neighbours of one folder that are alike, up to more than a batch of them. */
const neighbours = fc.record({
  folder: fc.constantFrom('', 'a/', 'b/', 'data/spot/daily/'),
  tasks: fc.oneof(fc.nat(30), fc.constantFrom(1_000, 1_700)),
  input: fc.constantFrom(null, { size: 1 }),
  bytes: fc.option(fc.nat(1_000), { nil: undefined }),
  done: fc.option(fc.constant('Skipped'), { nil: undefined }),
  fate: fc.constantFrom(...FATES),
});

type Neighbours = typeof neighbours extends fc.Arbitrary<infer Value> ? Value : never;

function planned({ folder, tasks, input, bytes, done }: Neighbours, part: number): PlannedTask[] {
  const size = bytes === undefined ? {} : { bytes };
  const end = done === undefined ? {} : { done };
  return Array.from({ length: tasks }, (_, n) => ({
    taskId: `${folder}${part}-${n}`,
    name: NAME,
    input,
    ...size,
    ...end,
  }));
}

function fated(neighbours: Neighbours, part: number): [taskId: string, fate: Neighbours['fate']][] {
  if (neighbours.done !== undefined) return [];
  const chosen = planned(neighbours, part).filter((_, n) => n % EVERY === EVERY - 1);
  return chosen.map(({ taskId }) => [taskId, neighbours.fate]);
}

/** What is left of a plan is added up without each task of it being read. */
export function remainingContract(make: MakeRecord): void {
  describe('what is left, added up by folder:', () => {
    const record = eachWithRecord(make);

    test('is what is left, task by task, whatever has ended and however the plan is mixed', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(neighbours, { maxLength: 6 }), fc.boolean(), async (parts, resumed) => {
          const record = await make();
          const owner = await record.open();
          try {
            await owner.startRun(run('r1'));
            await owner.planTasks('r1', parts.flatMap(planned));
            owner.endPlan('r1');
            for (const [taskId, fate] of parts.flatMap(fated)) walk(owner, taskId, fate);
            const isCancelled = parts.some(({ fate, done, tasks }) => {
              return fate.at(-1) === 'Cancelled' && done === undefined && tasks >= EVERY;
            });
            if (resumed && isCancelled) {
              owner.endRun('r1', 'Cancelled', null);
              await owner.resumeRun('r1', { failed: false });
            }
            const left = await Array.fromAsync(everyRow(owner.remainingTasks('r1', NAME)));
            expect(await foldersOf(owner)).toEqual(sumsOf(left));
          } finally {
            await owner.close();
            await record.discard();
          }
        }),
        { numRuns: 6 },
      );
    });

    test('counts a task that is done again, with the bytes that it was planned with', async () => {
      const owner = await record.open();
      await owner.startRun(run('r1'));
      await owner.planTasks('r1', [
        { taskId: 'a/1', name: NAME, input: { size: 201 }, bytes: 201 },
        { taskId: 'a/2', name: NAME, input: { size: 1 }, bytes: 1 },
        { taskId: 'a/3', name: NAME, input: null, bytes: 5, done: 'Failed' },
        { taskId: 'a/4', name: 'other', input: null },
      ]);
      owner.endPlan('r1');
      walk(owner, 'a/1', ['Running', 'Failed'], { errorCode: 'throttled', bytes: 5 });
      walk(owner, 'a/2', ['Running', 'Completed'], { bytes: 1 });
      owner.endRun('r1', 'CompletedWithGaps', null);
      expect(await foldersOf(owner)).toEqual({});
      await owner.resumeRun('r1', { failed: true });
      expect(await foldersOf(owner)).toEqual({ 'a/': [2, 1, 3] });
    });
  });
}
