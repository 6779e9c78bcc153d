import type { RowRule } from './row-rule.ts';

const ANY_TABLE = { tables: null, daysMayHelp: false } as const;

/** Rules about a day that a monthly and a daily file have. The comparison of both reports them. */
export const CHOICE_RULES: readonly RowRule[] = [
  {
    ...ANY_TABLE,
    name: 'unchecked_by_daily',
    severity: 'note',
    counts: 'rows',
    meaning:
      'The day comes from the monthly file, and no daily file of the month is there to compare it with.',
    advice:
      'Nothing to do: most days are such, so that lists for people count this apart. To have a month compared, name it: tapehaul collect --compare 2025-01.',
    source: null,
    usual: true,
  },
  {
    ...ANY_TABLE,
    name: 'daily_missing',
    severity: 'note',
    counts: 'rows',
    meaning:
      'The day comes from the monthly file. It has no daily file, although other days of the month have one.',
    advice: 'Nothing to do, unless the daily file is in the archive and only missing here.',
    source: null,
  },
  {
    ...ANY_TABLE,
    name: 'daily_absent',
    severity: 'note',
    counts: 'days',
    meaning:
      'Daily files were requested to compare them with the monthly file, and the archive does not have them.',
    advice: 'Nothing to do. They are requested again once another file of the month has changed.',
    source: null,
  },
  {
    ...ANY_TABLE,
    name: 'monthly_short',
    severity: 'gap',
    counts: 'rows',
    meaning: 'The daily file has rows that the monthly file lacks.',
    advice: 'The daily file is taken, unless repair is off: then these rows are missing from the table.',
    source: '#403',
  },
  {
    ...ANY_TABLE,
    name: 'daily_short',
    severity: 'gap',
    counts: 'rows',
    meaning: 'The monthly file has rows that the daily file lacks.',
    advice: 'The monthly file is taken. Nothing to do.',
    source: '#213',
  },
  {
    ...ANY_TABLE,
    name: 'values_differ',
    severity: 'error',
    counts: 'rows',
    meaning: 'Both files have rows with the same key and other values.',
    advice:
      'The daily file is taken, since it agreed with the API in the known case, unless repair is off. Check the samples.',
    source: '#475',
  },
  {
    ...ANY_TABLE,
    name: 'both_short',
    severity: 'gap',
    counts: 'rows',
    meaning: 'Each file has rows that the other one lacks.',
    advice:
      'The file with fewer holes is taken. For trades and aggTrades, repair by rows unites both where that fills holes.',
    source: '#203',
  },
  {
    ...ANY_TABLE,
    name: 'fewer_rows',
    severity: 'gap',
    counts: 'rows',
    meaning:
      'The partition has fewer rows than it had when it was built before: a file of it was replaced or is not held any more, or repair was changed.',
    advice:
      'Nothing to do where the archive has corrected the file, or you have changed repair. Otherwise collect the files of these days again, then build again.',
    source: null,
  },
  {
    ...ANY_TABLE,
    name: 'source_broken',
    severity: 'error',
    counts: 'days',
    meaning:
      'A file that was proved can no longer be read. It takes no part; the count is how many of its days no other file has.',
    advice: 'Run tapehaul verify, and collect the file again; then build again.',
    source: null,
  },
];
