import { expect, test } from 'vitest';
import { classify } from './classify.ts';

test.each(['EPROTO', 'EADDRNOTAVAIL', 'ENETDOWN'])(
  '%s is a connection that failed, which may pass',
  (code) => {
    const error = classify('a', Object.assign(new Error('no way'), { code }));
    expect(error).toMatchObject({ code: 'connection_failed', retry: 'later' });
  },
);
