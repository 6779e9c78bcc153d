import { expect, test } from 'vitest';
import {
  completenessOf,
  completenessSentence,
  proofSentence,
} from '../../src/pages/coverage/panels/completeness.ts';
import { gridOf } from './grids.ts';

const sumsOf = (days: string) => completenessOf(gridOf({ 'spot/klines/BTCUSDT/1h': ['2025-07-01', days] }));

test.each([
  ['##p', '66.6 % of what should exist is held; 1 day is not fetched yet.'],
  ['ppp', '0 % of what should exist is held; 3 days are not fetched yet.'],
  ['##pf', '50 % of what should exist is held; 1 day is not fetched yet.'],
  ['###', 'All 3 days that exist are held.'],
  ['##yy', 'All 2 days that exist are held; 2 days are not published yet.'],
  ['#fg', '33.3 % of what should exist is held.'],
  ['yy', 'The archive has not published any of these days yet.'],
  ['bb', 'The archive has no files for these series.'],
])('of days %s the page says: %s', (days, sentence) => {
  expect(completenessSentence(sumsOf(days))).toBe(sentence);
});

test.each([
  ['##m', 'All that is held is proved by its published checksum.'],
  ['##?', '1 held day is not proved by a published checksum.'],
  ['pf', undefined],
])('of days %s it says how they are proved: %s', (days, sentence) => {
  expect(proofSentence(sumsOf(days))).toBe(sentence);
});
