import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isFinal, LEGAL_MOVES, move, STATE_TYPES, STATES, type StateName } from './index.ts';

const names = Object.keys(STATES) as StateName[];

describe('states', () => {
  test('move as the table says, and never otherwise', () => {
    const walk = fc.array(fc.constantFrom(...names), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(walk, (wanted) => {
        let state: StateName = 'Scheduled';
        for (const next of wanted) {
          const legal = LEGAL_MOVES[STATES[state]].includes(STATES[next]);
          if (legal) state = move(state, next);
          else expect(() => move(state, next)).toThrow(expect.objectContaining({ code: 'illegal_move' }));
        }
      }),
    );
  });

  test('that are final are left by nothing', () => {
    for (const name of names.filter(isFinal)) {
      for (const next of names) expect(() => move(name, next)).toThrow();
    }
    expect(names.filter((name) => !isFinal(name))).toEqual([
      'Scheduled',
      'AwaitingRetry',
      'Pending',
      'Running',
      'Retrying',
      'Paused',
      'Cancelling',
    ]);
  });

  test('can all be reached from Scheduled', () => {
    const reached = new Set(['SCHEDULED']);
    for (const type of reached) for (const next of LEGAL_MOVES[type as 'SCHEDULED']) reached.add(next);
    expect([...reached].sort()).toEqual([...STATE_TYPES].sort());
  });
});
