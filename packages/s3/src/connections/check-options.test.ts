import { expect, test } from 'vitest';
import { s3Engine, s3Listing, s3Target } from '../index.ts';

const bucket = { bucket: 'b', region: 'us-east-1', concurrency: 4, timeoutSeconds: 1 };

function errorOf(make: () => unknown): unknown {
  try {
    return make();
  } catch (thrown) {
    return thrown;
  }
}

test('an engine reports all that is wrong with its options at once', () => {
  expect(errorOf(() => s3Engine({ endpoint: 'nonsense', concurrency: 0, timeoutSeconds: -1 }))).toMatchObject(
    {
      code: 'config_invalid',
      problems: [
        {
          path: 'endpoint',
          message: 'got "nonsense", expected an address as https://host or http://host:port',
          suggestion: 'https://nonsense',
        },
        { path: 'concurrency', message: 'got 0, expected a whole number of at least 1' },
        { path: 'timeoutSeconds', message: 'got -1, expected a number above 0' },
      ],
    },
  );
});

test('so do a listing and a target', () => {
  const source = { ...bucket, endpoint: 'ftp://me:secret@host' };
  for (const make of [() => s3Listing(source), () => s3Target(source)]) {
    expect(errorOf(make)).toMatchObject({
      code: 'config_invalid',
      problems: [{ path: 'endpoint', message: expect.stringContaining('got "ftp://[redacted]@host"') }],
    });
  }
});

test('what may be left out may be left out', async () => {
  await s3Engine({ endpoint: 'http://127.0.0.1:1/archive' }).close();
  await s3Target(bucket).close();
});
