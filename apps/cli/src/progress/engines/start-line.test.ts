import { expect, test } from 'vitest';
import { startLine } from './start-line.ts';

const started = {
  source: { endpoint: 'https://s3.example', bucket: 'b', address: 'https://s3.example/b' },
  engine: 'auto' as const,
  s5cmd: { path: '/usr/bin/s5cmd', version: '2.3.0' },
  why_not_s5cmd: null,
  parallel_downloads: 4,
  batch_size: 50,
};

test.each([
  [{}, 'over S3, files above 2 MiB with s5cmd 2.3.0, 4 at once'],
  [{ engine: 's5cmd' }, 'with s5cmd 2.3.0, batches of 50, 4 at once'],
  [{ engine: 's5cmd', batch_size: null }, 'with s5cmd 2.3.0, fed line by line, 4 at once'],
  [{ engine: 's3', s5cmd: null, why_not_s5cmd: 'engine is s3' }, 'over plain S3, 4 at once (engine is s3)'],
] as const)('the first line of a run with %j says which engines it uses', (change, line) => {
  expect(startLine({ ...started, ...change })).toBe(`source   https://s3.example/b ${line}`);
});
