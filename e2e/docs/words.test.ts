import { join } from 'node:path';
import { expect, test } from 'vitest';
import { dialectInComments, dialectInMessages, dialectInPages, dialectOf } from './words.ts';

const root = join(import.meta.dirname, '../..');

test('the documentation uses the standard terms of the field', () => {
  expect(dialectInPages(root)).toEqual([]);
});

test('so do messages and help texts', () => {
  expect(dialectInMessages(root)).toEqual([]);
});

/** Packages whose comments keep to the terms too; the others follow. */
const PACKAGES = [
  'archive',
  'archive-simulator',
  'client',
  'config',
  'downloader',
  'errors',
  'metrics',
  'network',
  'planner',
  's3',
  's5cmd',
  'states',
  'telemetry',
  'tracing',
];

test('so do the comments of most packages', () => {
  expect(dialectInComments(root, PACKAGES)).toEqual([]);
});

test.each([
  'It tells of each file.',
  'Its owner hears that within a second.',
  'Nothing is looked at again.',
  'Another process can wish a pause.',
  'The dead run is buried.',
  'Everything goes over plain S3.',
  'A file that comes to its end.',
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
])('%s', (text) => {
  expect(dialectOf(text)).toEqual([]);
});
