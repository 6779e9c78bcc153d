import fc from 'fast-check';
import { expect, test } from 'vitest';
import { postgresRecords } from '../src/index.ts';
import { recordDatabase } from './record-database.ts';
import { NAME, run, tasks } from './test-rows.ts';

const database = recordDatabase();
/** Texts that mean something in an array or a number of PostgreSQL. */
const SPECIAL = [
  '',
  'NULL',
  'null',
  '{}',
  '{"a"}',
  ',',
  '"',
  '\\',
  '\\"',
  "'",
  '\\x00',
  '$1',
  'a\nb',
  ' ',
  '7',
];

test('any text is read as it was handed in, alone or beside others, except for the character that PostgreSQL lacks', async () => {
  const catalog = await postgresRecords(database.url).open('/data/texts');
  await catalog.startRun(run('r1'));
  const text = fc.oneof(fc.constantFrom(...SPECIAL), fc.string({ unit: 'grapheme' }));
  let round = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 5 }), async (messages) => {
      const ids = messages.map((_, place) => `task-${round}-${place}`);
      round += 1;
      await catalog.planTasks('r1', tasks(...ids));
      for (const [place, errorMessage] of messages.entries()) {
        const change = { runId: 'r1', taskId: ids[place] ?? '', name: NAME, attempt: 1, at: place };
        catalog.recordTask({ ...change, state: 'Failed', phase: 'final', errorMessage });
      }
      await catalog.settled();
      const read = await Promise.all(ids.map((id) => catalog.task('r1', id)));
      const stored = messages.map((message) => message.replaceAll('\0', '\u{fffd}'));
      expect(read.map((task) => task?.errorMessage)).toEqual(stored);
    }),
    { numRuns: 40, examples: [[[...SPECIAL]], [['a\0b']]] },
  );
  catalog.endRun('r1', 'Completed', null);
  await catalog.close();
});
