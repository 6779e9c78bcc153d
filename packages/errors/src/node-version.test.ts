import { afterEach, expect, test } from 'vitest';
import { checkNodeVersion } from './node-version.ts';

const { versions } = process;
const run = (node: string | undefined) =>
  Object.defineProperty(process, 'versions', { value: { ...versions, node }, configurable: true });
afterEach(() => Object.defineProperty(process, 'versions', { value: versions, configurable: true }));

test.each(['22.0.0', '24.21.0', '26.1.0', undefined])('accepts Node %s', (version) => {
  run(version);
  expect(() => checkNodeVersion('flow')).not.toThrow();
});

test.each(['18.0.0', '20.20.2', '21.7.3'])('refuses Node %s and says which one is needed', (version) => {
  run(version);
  expect(() => checkNodeVersion('flow')).toThrow(`flow needs Node 24 or newer, this is Node ${version}`);
});
