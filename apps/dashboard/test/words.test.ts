import { DAY_STATES } from '@tapehaul/coverage';
import { STATES } from '@tapehaul/states';
import { describe, expect, test } from 'vitest';
import { DAY_WORDS } from '../src/words/day-words.ts';
import { KNOWN_FAULTS, wordOfFault } from '../src/words/fault-words.ts';
import { isOver, KNOWN_STATES, wordOfState } from '../src/words/state-words.ts';
import type { Word } from '../src/words/word.ts';

const FINAL = ['COMPLETED', 'FAILED', 'CRASHED', 'CANCELLED'];

/** What distinguishes words for a reader without colours. */
const marks = (words: readonly Word[]): string[] => words.map(({ word, icon }) => `${icon} ${word}`);

describe('every state and every verdict has a word, an icon and a colour', () => {
  test('states of runs and tasks', () => {
    expect([...KNOWN_STATES].sort()).toEqual(Object.keys(STATES).sort());
    const words = KNOWN_STATES.map(wordOfState);
    for (const { word, icon, tone, meaning } of words) {
      expect([word, icon, tone, meaning].every((part) => part !== '')).toBe(true);
    }
    expect(new Set(marks(words)).size).toBe(words.length);
  });

  test('states of days, which the verdicts of a plan are among', () => {
    expect(Object.keys(DAY_WORDS)).toEqual([...DAY_STATES]);
    const words = Object.values(DAY_WORDS);
    expect(words.every(({ meaning }) => meaning.endsWith('.'))).toBe(true);
    expect(new Set(marks(words)).size).toBe(words.length);
  });

  test('faults', () => {
    expect(KNOWN_FAULTS.map((fault) => wordOfFault(fault).word)).not.toContain('');
    expect(new Set(marks(KNOWN_FAULTS.map(wordOfFault))).size).toBe(KNOWN_FAULTS.length);
  });

  test('a state of a later version is shown by its name', () => {
    expect(wordOfState('Postponed')).toMatchObject({ word: 'Postponed', icon: 'question' });
    expect(wordOfFault('moon').word).toBe('moon');
    for (const name of ['constructor', 'toString', '__proto__', 'hasOwnProperty']) {
      expect([wordOfState(name), wordOfFault(name)]).toMatchObject([{ word: name }, { word: name }]);
      expect([wordOfState(name).icon, wordOfFault(name).icon]).toEqual(['question', 'question']);
    }
  });
});

test('failed states are red, held files are green, and nothing that failed reads as done', () => {
  for (const state of ['Failed', 'Corrupt', 'Gone', 'Crashed']) expect(wordOfState(state).tone).toBe('bad');
  for (const state of ['Completed', 'Cached']) expect(wordOfState(state).tone).toBe('good');
  expect(wordOfState('CompletedWithGaps').tone).toBe('warn');
});

test('a run is over in each state that nothing may follow', () => {
  const ofRuns = ['Completed', 'CompletedWithGaps', 'Failed', 'Crashed', 'Cancelled'];
  for (const [state, type] of Object.entries(STATES)) {
    if (ofRuns.includes(state)) expect(FINAL).toContain(type);
    if (!FINAL.includes(type)) expect(isOver(state)).toBe(false);
  }
  expect(ofRuns.every(isOver)).toBe(true);
});
