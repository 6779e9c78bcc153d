import { expect, test } from 'vitest';
import { planText } from './printer.ts';

test('the line of the plan counts files as the summary does: those that are settled, too', () => {
  const counts = { files: 2, settled_files: 0, settled_days: 0, verdicts: 0 };
  expect(planText(counts)).toBe('2 files; nothing is missing from the archive');
  expect(planText({ ...counts, settled_files: 1_200, settled_days: 36_000, verdicts: 1 })).toBe(
    '1,202 files, 1,200 of them settled; 1 date range is not in the archive; 36,000 days settled in the record, not checked again',
  );
});
