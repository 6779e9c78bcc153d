import { expect, test } from 'vitest';
import { requestText, sourceText } from './request-text.ts';

test('what a record of another user says of a run stays on one line, and moves no cursor', () => {
  const words = 'a\u001b[2J\nrun      forged\r\u009b1A';
  const request = {
    markets: [words],
    symbols: [words],
    data_types: [words],
    intervals: null,
    from: words,
    to: '2025-01-01',
    source: { endpoint: `http://${words}`, bucket: words },
  };
  for (const text of [requestText(request as never), sourceText(request as never)]) {
    expect(text).toContain('\\nrun      forged\\r');
    expect(text).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  }
});
