import { expect, test } from 'vitest';
import { CODES, failureAdvice } from '../src/index.ts';

test.each(Object.keys(CODES))('a failure with %s has advice that says what to do', (code) => {
  const { fault, hint, retryHelps } = failureAdvice(code);
  expect(hint).toMatch(/^[A-Z].*\.$/);
  // What only the archive can settle is not to be tried again, and what another attempt can bring is our turn.
  expect(fault).toBe(retryHelps ? 'ours' : 'archive');
});

test('a failure with a code of another program may be tried again', () => {
  for (const code of ['card_refused', 'unknown', 'toString', '']) {
    expect(failureAdvice(code)).toMatchObject({ fault: 'ours', retryHelps: true });
  }
});

test('a file that contradicts its checksum waits for the archive, a full disk or a refused request for us', () => {
  expect(failureAdvice('checksum_disputed')).toMatchObject({ fault: 'archive', retryHelps: false });
  expect(failureAdvice('disk_full')).toMatchObject({ fault: 'ours', retryHelps: true });
  expect(failureAdvice('access_denied')).toMatchObject({ fault: 'ours', retryHelps: true });
});
