import { expect, test } from 'vitest';
import { createDownloader, type DownloaderOptions } from './index.ts';

const engine: DownloaderOptions['engines'][0] = {
  name: 'none',
  capacity: 1,
  get: () => Promise.reject(new Error('not used')),
  close: () => Promise.resolve(),
};

test('a downloader without an engine is refused', () => {
  const options = { engines: [], target: 'data' } as unknown as DownloaderOptions;
  expect(() => createDownloader(options)).toThrow('got no engines, expected at least one');
});

test('a mistyped option is refused, so that no default takes its place', () => {
  const options = { engines: [engine] as const, target: 'data', check_sum: false };
  expect(() => createDownloader(options)).toThrow(
    'createDownloader has no option check_sum (did you mean checksum?)',
  );
});
