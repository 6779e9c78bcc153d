import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  FAILED_STATES,
  isFailed,
  isFinal,
  isSettled,
  isStopped,
  phaseOfState,
  STATES,
  STOPPED_STATES,
  type StateName,
  stateAfterPause,
  stateOfAttempt,
  stateOfFailure,
  stateOfRun,
} from '../src/index.ts';

const names = Object.keys(STATES) as StateName[];

describe('a state', () => {
  test('failed, stopped, settled and final agree, whatever the state', () => {
    for (const name of names) {
      expect(FAILED_STATES.includes(name)).toBe(isFailed(name));
      expect(STOPPED_STATES.includes(name)).toBe(isStopped(name));
      expect(isFailed(name) && isStopped(name)).toBe(false);
      if (isFailed(name) || isStopped(name)) expect(isFinal(name)).toBe(true);
      expect(isSettled(name)).toBe(isFinal(name) && !isStopped(name));
      expect(phaseOfState(name) === 'final').toBe(isFinal(name));
    }
  });

  test('of another domain is neither failed nor stopped', () => {
    fc.assert(
      fc.property(fc.string(), (name) => {
        fc.pre(!(name in STATES));
        expect([isFailed(name), isStopped(name), isSettled(name)]).toEqual([false, false, false]);
      }),
    );
  });

  test.each([
    ['Scheduled', 'waiting'],
    ['AwaitingRetry', 'waiting'],
    ['Paused', 'waiting'],
    ['Retrying', 'running'],
    ['Cancelling', 'running'],
    ['Corrupt', 'final'],
  ] as const)('%s counts as %s', (name, phase) => expect(phaseOfState(name)).toBe(phase));
});

describe('the next state', () => {
  test('of an attempt is Running the first time, Retrying later', () => {
    expect([1, 2, 3].map(stateOfAttempt)).toEqual(['Running', 'Retrying', 'Retrying']);
    expect(stateAfterPause(1, false)).toBe('Running');
    expect(stateAfterPause(2, false)).toBe('Retrying');
    expect(stateAfterPause(2, true)).toBe('AwaitingRetry');
  });

  test('of a failure is Cancelled where it was a stop, else what its rules say', () => {
    expect(stateOfFailure(true, 'Corrupt')).toBe('Cancelled');
    expect(stateOfFailure(false, 'Corrupt')).toBe('Corrupt');
    expect(stateOfFailure(false, undefined)).toBe('Failed');
  });

  test('of a run has gaps exactly when a task failed', () => {
    const counts = fc.dictionary(fc.constantFrom(...names), fc.nat(3));
    fc.assert(
      fc.property(counts, (of) => {
        const failed = FAILED_STATES.some((name) => (of[name] ?? 0) > 0);
        expect(stateOfRun(of)).toBe(failed ? 'CompletedWithGaps' : 'Completed');
      }),
    );
  });
});
