import { recordUpdates } from '@tapehaul/workflow';
import { expect, test } from 'vitest';
import { reportRecordUpdates } from './record-updates.ts';

test('a record that is brought up to date has a line a second, the first after a second', () => {
  const lines: string[] = [];
  let at = 0;
  reportRecordUpdates(
    (line) => lines.push(line),
    () => at,
  );
  for (at = 0; at < 2_500; at += 100)
    recordUpdates.publish({ place: 'data/catalog.db', done: 1_000 * at, total: 2_500_000 });
  expect(lines).toEqual(
    ['1,000,000', '2,000,000'].map(
      (done) => `Bringing the record data/catalog.db up to date with this version: ${done} of 2,500,000 rows`,
    ),
  );
});
