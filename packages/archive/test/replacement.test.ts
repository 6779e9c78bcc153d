import { describe, expect, test } from 'vitest';
import { isReplaced } from '../src/index.ts';

const fetchedAt = Date.UTC(2026, 0, 2);
const held = { bytes: 100, etag: 'one', fetchedAt };
const before = '2026-01-01T00:00:00Z';
const after = '2026-01-03T00:00:00Z';

describe('an object that is held is replaced', () => {
  test.each([
    ['has another size', held, { size: 101, etag: 'one' }],
    ['has another ETag', held, { size: 100, etag: 'two', lastModified: before }],
    [
      'was modified later, where its ETag of then is not known',
      { ...held, etag: null },
      { lastModified: after },
    ],
    ['has a sidecar that was changed later', held, { size: 100, etag: 'one', sidecarModified: after }],
  ])('when it %s', (_, one, now) => {
    expect(isReplaced(one, now)).toBe(true);
  });

  test.each([
    ['nothing is known of it', held, {}],
    ['its ETag is the same, whenever it was uploaded', held, { size: 100, etag: 'one', lastModified: after }],
    [
      'it and its sidecar are older',
      { ...held, etag: null },
      { size: 100, lastModified: before, sidecarModified: before },
    ],
    ['it has no sidecar', held, { etag: 'one', sidecarModified: null }],
    ['the times make no sense', { ...held, etag: null }, { lastModified: 'yesterday' }],
  ])('not when %s', (_, one, now) => {
    expect(isReplaced(one, now)).toBe(false);
  });
});
