import { formatKey, formatSeries } from '@tapehaul/archive';
import { counted } from '@tapehaul/errors';
import type { Task } from '@tapehaul/orchestrator';
import { BrokenSources } from '../../tables/broken/broken-sources.ts';
import { type MonthToCompare, monthsToCompare } from '../../tables/compare/months-to-compare.ts';
import { DayPlans } from '../follow-ups/day-plans.ts';
import type { CollectionRun } from '../steps/collection-run.ts';
import { requireFreeSpace } from '../steps/free-space.ts';
import { step } from '../steps/step.ts';

/** Months whose daily files were planned to compare them. */
export interface ComparedMonths {
  readonly months: readonly MonthToCompare[];
  /** Daily files that the plan of the run has more. */
  readonly files: number;
}

/**
 * Plans the daily files of months whose rows break rules, or that the configuration names, once their tables are built. Files that
 * are in the plan already, such as those of a run that is continued, are not planned twice.
 */
export const planDaysToCompare: Task<CollectionRun, ComparedMonths> = step(
  'plan-days-to-compare',
  {},
  async (run: CollectionRun, waiting): Promise<ComparedMonths> => {
    const { config, catalog, hub } = run;
    const months: MonthToCompare[] = [];
    let files = 0;
    if (config.tables === false) return { months, files };
    const { repair, fetch_days, types = config.data_types } = config.tables;
    const suspicious = fetch_days === 'auto' && repair !== 'off' && config.partition === 'auto';
    const request = { ...config, data_types: types };
    const plans = new DayPlans(run);
    const broken = (await BrokenSources.read(run.root)).monthsWithoutDays;
    const comparing = { catalog, request, settings: config.tables, suspicious, broken };
    for await (const compared of monthsToCompare(comparing)) {
      const { month, days } = compared;
      const span = { first: days[0] ?? '', last: days.at(-1) ?? '' };
      const added = await plans.add(month, span, waiting, new Set(days));
      months.push(compared);
      if (added.files === 0) continue;
      files += added.files;
      const message = messageOf(compared, added.files);
      const key = formatKey(month);
      hub.emit({ kind: 'follow_up', key, files: added.files, bytes_left: added.bytesLeft, message });
      waiting.log('info', message);
    }
    if (files > 0) await requireFreeSpace(run, waiting.log);
    return { months, files };
  },
);

function messageOf({ month, rules }: MonthToCompare, files: number): string {
  const broken = rules.includes('source_broken') ? 'cannot be read' : undefined;
  const why =
    broken ?? (rules.length === 0 ? 'is to be compared' : `breaks rules of its table (${rules.join(', ')})`);
  return `${formatSeries(month)} ${month.period} ${why}: ${counted(files, 'daily file is', 'daily files are')} planned, too`;
}
