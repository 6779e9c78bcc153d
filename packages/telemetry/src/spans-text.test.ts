import { expect, test } from 'vitest';
import { NO_SPANS } from './spans/span-figures.ts';
import { spansText } from './spans-text.ts';

const dropped_by = { queue_full: 0, export_failed: 0, refused: 0, shutdown: 0 };

test.each([
  [{ made: 9, sent: 7, sampled_out: 2 }, '9 made, 7 sent, 2 left out by sampling, 0 dropped'],
  [
    {
      made: 9,
      dropped: 9,
      dropped_by: { ...dropped_by, shutdown: 9 },
      last_export_error: 'not sent within 5 s',
    },
    '9 made, 0 sent, 0 left out by sampling, 9 dropped: not sent within 5 s',
  ],
  [
    { made: 9, dropped: 9, unfinished: 1, dropped_by: { ...dropped_by, queue_full: 9 } },
    '9 made, 0 sent, 0 left out by sampling, 1 unfinished, 9 dropped: the queue was full for 9',
  ],
  [
    {
      made: 9,
      dropped: 9,
      dropped_by: { ...dropped_by, queue_full: 3, export_failed: 6 },
      last_export_error: '403',
    },
    '9 made, 0 sent, 0 left out by sampling, 9 dropped: the queue was full for 3; 403',
  ],
])('figures %o are printed with the reason of what was lost', (figures, text) => {
  expect(spansText({ ...NO_SPANS, ...figures })).toBe(text);
});
