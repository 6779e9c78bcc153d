import { DATA_TYPES, isMonth } from '@tapehaul/archive';
import type { Problem } from '@tapehaul/errors';
import * as z from 'zod';
import { found, withSuggestion } from '../values/problems.ts';
import { isRecord } from '../values/records.ts';
import { DEFAULT_TABLES } from './defaults.ts';

const settingsSchema = z.strictObject({
  numbers: z
    .enum(['double', 'decimal'])
    .default(DEFAULT_TABLES.numbers)
    .describe(
      'double: what pandas and most other readers take; values that a double cannot hold are counted. decimal: exact.',
    ),
  repair: z
    .enum(['off', 'days', 'rows'])
    .default(DEFAULT_TABLES.repair)
    .describe(
      'Where a month and its days differ. off: the month as it is; days: the better source of each day; rows: also the rows of both, where they have ids.',
    ),
  types: z
    .array(z.enum(DATA_TYPES))
    .min(1)
    .optional()
    .describe('Data types to build tables of; all that are collected if left out.'),
  fetch_days: z
    .enum(['auto', 'never'])
    .default(DEFAULT_TABLES.fetch_days)
    .describe(
      'auto: the daily files of months whose rows break rules are fetched in the same run, unless repair is off; never: only those of months that compare names.',
    ),
  compare: z
    .array(
      z
        .string()
        .refine(isCompared, { error: 'a month such as 2025-07, a span such as 2025-01..2025-07, or all' }),
    )
    .optional()
    .describe(
      'Months whose daily files are fetched and compared although their rows break no rule: 2025-07, 2025-01..2025-07, or all.',
    ),
});

/** Whether a text names months to compare. */
function isCompared(text: string): boolean {
  if (text === 'all') return true;
  const [first = '', last = first, ...more] = text.split('..');
  return more.length === 0 && isMonth(first) && isMonth(last) && first <= last;
}

/** How tables are built. */
export type TableSettings = z.output<typeof settingsSchema>;

/** `tables` as people write it; read as its settings, or false where no tables are wanted. */
export const tablesSchema = z
  .union([z.boolean(), settingsSchema], {
    error: 'true, false, or an object with numbers, repair, types, fetch_days and compare',
  })
  .transform((value): TableSettings | false => (value === true ? { ...DEFAULT_TABLES } : value));

interface Input {
  readonly tables?: unknown;
  readonly data_types?: unknown;
}

/** What is wrong with `tables` beside the types of its values. */
export function tableProblems({ tables = false, data_types }: Input): Problem[] {
  if (tables === false) return [];
  if (!isRecord(tables) || !Array.isArray(tables.types) || !Array.isArray(data_types)) return [];
  const requested = data_types.filter((type) => typeof type === 'string');
  return tables.types.flatMap((type: unknown, index) => {
    const isKnown = DATA_TYPES.some((one) => one === type);
    if (!isKnown || requested.some((one) => one === type)) return [];
    const message = `${found(type)}, expected one of data_types: ${requested.join(', ')}`;
    return [
      withSuggestion(
        { path: `tables.types[${index}]`, message },
        requested.length === 1 ? requested[0] : undefined,
      ),
    ];
  });
}
