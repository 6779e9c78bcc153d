import { expect, test } from 'vitest';
import { EngineChanges } from './engines/engine-changes.ts';
import { pauseText } from './pause-text.ts';

test('a pause says what it waits for, and until when', () => {
  const error = { code: 'throttled', message: 'a.zip: SlowDown', retry: 'later' } as const;
  const times = { tries_again_at: '2026-07-01T12:00:05.120Z', waits_until: '2026-07-01T12:05:05.120Z' };
  expect(pauseText({ kind: 'paused', engine: 's3', error, ...times })).toBe(
    'Paused: the source is not responding (a.zip: SlowDown). Trying one file at a time; next try at 12:00:05 UTC. ' +
      'Files that get no answer until 12:05:05 UTC fail.',
  );
});

/** A file over s5cmd that went to plain S3, and whether that brought it. */
const file = (key: string, status: 'downloaded' | 'failed') =>
  ({
    kind: 'file',
    key,
    status,
    target: '',
    bytes: 0,
    planned_bytes: 0,
    sha256: null,
    proof: 'none',
    depth: null,
    engine: 's3',
    fall_backs: [{ from: 's5cmd', to: 's3', code: 'tls_untrusted' }],
    attempts: 1,
    error: null,
  }) as const;

test('another engine that takes over for all files is said once, when it has brought a file', () => {
  const changes = new EngineChanges();
  const change = (key: string, code: 'tls_untrusted' | 'stalled') => {
    const error = { code, message: `${key}: s5cmd does not trust it`, retry: 'never' } as const;
    return { kind: 'fall_back', key, from: 's5cmd', to: 's3', error } as const;
  };
  expect(changes.isOfEngine(change('a', 'tls_untrusted'))).toBe(true);
  expect(changes.isOfEngine(change('a', 'stalled'))).toBe(false);
  expect(changes.sentences(file('a', 'failed'))).toEqual([]);
  expect(changes.sentences(file('b', 'downloaded'))).toEqual([
    's5cmd cannot be used: s5cmd does not trust it. Files are fetched with plain S3.',
  ]);
  expect(changes.isOfEngine(change('c', 'tls_untrusted'))).toBe(true);
  expect(changes.sentences(file('c', 'downloaded'))).toEqual([]);
});
