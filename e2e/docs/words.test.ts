import { join } from 'node:path';
import { expect, test } from 'vitest';
import { dialectInCode, dialectInMessages, dialectInNames, dialectInPages, dialectOf } from './words.ts';

const root = join(import.meta.dirname, '../..');

test('the documentation uses the standard terms of the field', () => {
  expect(dialectInPages(root)).toEqual([]);
});

test('so do messages and help texts', () => {
  expect(dialectInMessages(root)).toEqual([]);
});

test('so do comments and the titles of tests', () => {
  expect(dialectInCode(root)).toEqual([]);
});

test('so do the names of files and exports', () => {
  expect(dialectInNames(root)).toEqual([]);
});

test.each([
  'It tells of each file.',
  'Each wait is told.',
  'What was asked for.',
  'Its owner hears that within a second.',
  'Nothing is looked at again.',
  'Another process can wish a pause.',
  'The dead run is buried.',
  'Everything goes over plain S3.',
  'A file that comes to its end.',
  'What a collection comes to.',
  'The run goes on.',
  'The record is there, but damaged.',
  'Mend the source first.',
  'So many connections are open.',
  'Tried thrice.',
  'See what became of it.',
  'A page that cannot be had.',
  'The other comes in vain.',
  'For whoever reads it.',
  'None but for sidecars.',
  'It is tried ever later.',
  'Two requests are under way.',
  'As a rule, eight.',
])('%s', (text) => {
  expect(dialectOf(text)).not.toEqual([]);
});

test.each([
  'The run continues.',
  'There is no such file.',
  'It falls back to plain S3.',
  'Check the source first.',
  'This is a command.',
  'Two files of one name can be told apart.',
])('%s', (text) => {
  expect(dialectOf(text)).toEqual([]);
});
