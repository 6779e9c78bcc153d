import { expect, test } from 'vitest';
import { CODES, failureAdvice } from '../src/index.ts';

test.each(Object.keys(CODES))('a failure with %s has advice that says what to do', (code) => {
  const { fault, hint, retryHelps } = failureAdvice(code);
  expect(['ours', 'archive', 'other']).toContain(fault);
  expect(hint).toMatch(/^[A-Z].*\.$/);
  // What only the archive can settle is not to be tried again.
  if (!retryHelps) expect(fault).toBe('archive');
});

test('a failure with a code of another program may be tried again', () => {
  for (const code of ['card_refused', 'unknown', 'toString', '']) {
    expect(failureAdvice(code)).toMatchObject({ fault: 'other', retryHelps: true });
  }
});

test('a file that contradicts its checksum is the fault of the archive, and a full disk is ours', () => {
  expect(failureAdvice('checksum_disputed')).toMatchObject({ fault: 'archive', retryHelps: false });
  expect(failureAdvice('disk_full')).toMatchObject({ fault: 'ours', retryHelps: true });
});
