import { isFinal, move, type StateName } from '@tapehaul/states';
import { FILE_TASK, type TaskEvent } from '@tapehaul/workflow';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { StateEvent } from '../api/bodies.ts';
import { TaskRuns } from './task-runs.ts';

const UUID = /^[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;

/** States of a file, from its first to its last. */
const life = fc
  .tuple(
    fc.nat(3),
    fc.constantFrom<StateName>(
      'Completed',
      'Absent',
      'Cached',
      'Failed',
      'Corrupt',
      'Cancelled',
      'Unverified',
    ),
  )
  .map(([retries, end]): StateName[] => [
    'Running',
    ...Array.from({ length: retries }, (): StateName[] => ['AwaitingRetry', 'Retrying']).flat(),
    end,
  ]);

const options = { runId: 'run', session: 's', isRetry: false };

function reported(lives: readonly (readonly StateName[])[], isRetry = false) {
  const events: StateEvent[] = [];
  const taskRuns = new TaskRuns({ ...options, isRetry, events: { add: (event) => void events.push(event) } });
  taskRuns.planned(lives.length);
  const longest = Math.max(0, ...lives.map(({ length }) => length));
  // All lives at once, a state of each in turn, all in one millisecond.
  for (let at = 0; at < longest; at += 1) {
    lives.forEach((states, number) => {
      const state = states[at];
      if (state !== undefined) taskRuns.receive(eventOf(number, state));
    });
  }
  taskRuns.end(1_000, 'Cancelled');
  return { taskRuns, events };
}

function eventOf(number: number, state: StateName): TaskEvent {
  return {
    kind: 'task',
    runId: 'run',
    task: FILE_TASK,
    taskId: `${number}`,
    tags: [],
    state,
    attempt: 1,
    at: 1_000,
  };
}

function byTaskRun(events: readonly StateEvent[]): Map<string, StateEvent[]> {
  return Map.groupBy(events, ({ resource }) => resource['prefect.resource.name'] ?? '');
}

const nameOf = ({ resource }: StateEvent): StateName => resource['prefect.state-name'] as StateName;

test('a file that fails or is retried has all of its states, in order and at different times; no other has any', () => {
  fc.assert(
    fc.property(fc.array(life, { maxLength: 40 }), (lives) => {
      const found = byTaskRun(reported(lives).events);
      lives.forEach((states, number) => {
        const isNotable = states.some((state) => ['AwaitingRetry', 'Failed', 'Corrupt'].includes(state));
        const own = found.get(`${number}`) ?? [];
        expect(own.map(nameOf)).toEqual(isNotable ? states : []);
        expect(new Set(own.map(({ occurred }) => occurred)).size).toBe(own.length);
        expect(own.map(({ occurred }) => occurred)).toEqual(own.map(({ occurred }) => occurred).toSorted());
      });
    }),
  );
});

test('every file is in one batch, which ends once, as its files have', () => {
  fc.assert(
    fc.property(fc.array(life, { maxLength: 30 }), (lives) => {
      const batch = byTaskRun(reported(lives).events).get('batch 1') ?? [];
      const hasFailed = lives.some((states) => ['Failed', 'Corrupt'].includes(states.at(-1) ?? ''));
      const end = hasFailed ? 'CompletedWithGaps' : 'Completed';
      expect(batch.map(nameOf)).toEqual(lives.length === 0 ? [] : ['Running', end]);
      const message = batch.at(-1)?.resource['prefect.state-message'] ?? '0 file';
      expect(message).toMatch(new RegExp(`^${lives.length} file`));
    }),
  );
});

test('every sequence of states is one that the table of states allows', () => {
  const { events } = reported([
    ['Running', 'AwaitingRetry', 'Retrying'],
    ['Running', 'Failed'],
  ]);
  for (const own of byTaskRun(events).values()) {
    own.map(nameOf).reduce((from, to) => move(from, to));
    expect(isFinal(nameOf(own.at(-1) as StateEvent))).toBe(true);
  }
});

test('ids are UUIDs, the same for the same file in every session, others for others', () => {
  const idOf = (files: number): string[] => {
    const failed = Array.from({ length: files }, (): StateName[] => ['Running', 'Failed']);
    return reported(failed).events.map(
      ({ resource }) => resource['prefect.resource.id']?.split('.').at(-1) ?? '',
    );
  };
  const ids = new Set(idOf(50));
  expect(ids.size).toBe(51);
  for (const id of ids) expect(id).toMatch(UUID);
  expect(new Set(idOf(50))).toEqual(ids);
});

test('the first 500 files have task runs, the rest are counted, and batches grow with the plan', () => {
  const failed = Array.from({ length: 1_200 }, (): StateName[] => [
    'Running',
    'AwaitingRetry',
    'Retrying',
    'Failed',
  ]);
  const { taskRuns, events } = reported(failed);
  const names = [...byTaskRun(events).keys()];
  expect(names.filter((name) => !name.startsWith('batch'))).toHaveLength(500);
  expect(names.filter((name) => name.startsWith('batch'))).toHaveLength(3);
  expect(taskRuns.leftOut).toBe(700);
});

test('of a million planned files there are 200 batches at most', () => {
  const events: StateEvent[] = [];
  const taskRuns = new TaskRuns({ ...options, events: { add: (event) => void events.push(event) } });
  taskRuns.planned(1_000_000);
  for (let number = 0; number < 10_001; number += 1) {
    taskRuns.receive(eventOf(number, 'Running'));
    taskRuns.receive(eventOf(number, 'Completed'));
  }
  taskRuns.end(1_000, 'Completed');
  expect([...byTaskRun(events).keys()]).toEqual(['batch 1', 'batch 2', 'batch 3']);
});

test('in a retry every file has failed before, so each is shown', () => {
  expect([...byTaskRun(reported([['Running', 'Completed']], true).events).keys()]).toContain('0');
});
