import { counted, grouped } from '@tapehaul/errors';
import type { PlannedObject } from '@tapehaul/workflow';

/** What is planned because of one finding about months. */
interface Finding {
  /** Names of the months, as `spot/klines/BTCUSDT/1h 2025-08`. */
  readonly months: Set<string>;
  days: number;
  /** Of those, how many are held already. */
  held: number;
  missing: number;
}

type Reason = NonNullable<PlannedObject['because']>['finding'];

/** How the months of a finding are introduced: of one, and of several. */
const WHY: Readonly<Record<Reason, readonly [one: string, several: string]>> = {
  month_short: ['month is too short', 'months are too short'],
  month_absent: ['month is not listed', 'months are not listed'],
  month_disputed: ['month contradicts its checksum', 'months contradict their checksums'],
  days_held: ['month has most of its days held', 'months have most of their days held'],
  month_held: ['month is held, and covers requested days', 'months are held, and cover requested days'],
};

/** Gathers why days are planned in place of months, or months in place of days: a line for each reason, with figures. */
export class MonthLines {
  readonly #findings = new Map<Reason, Finding>();

  add({
    because,
    market,
    data_type,
    symbol,
    interval,
    partition,
    change,
    missing_days = 0,
  }: PlannedObject): void {
    if (because === undefined) return;
    const known = this.#findings.get(because.finding);
    const finding = known ?? { months: new Set<string>(), days: 0, held: 0, missing: 0 };
    this.#findings.set(because.finding, finding);
    const series = [market, data_type, symbol, ...(interval === null ? [] : [interval])].join('/');
    finding.months.add(`${series} ${because.month}`);
    finding.missing += missing_days;
    if (partition === 'monthly') return;
    finding.days += 1;
    finding.held += change === 'present' ? 1 : 0;
  }

  lines(): string[] {
    return Array.from(this.#findings, ([reason, { months, days, held, missing }]) => {
      const [one, several] = WHY[reason];
      const [first = ''] = months;
      const more = months.size > 1 ? ` and ${grouped(months.size - 1)} more` : '';
      const instead = days === 0 ? [] : [`${counted(days, 'daily file')} instead`];
      const present = held === 0 ? [] : [`${grouped(held)} of them held`];
      const nowhere = missing === 0 ? [] : [`${counted(missing, 'day')} in no daily file`];
      const figures = [...instead, ...present, ...nowhere].join(', ');
      const what = `${counted(months.size, one, several)} (${first}${more})`;
      return `${reason}: ${what}${figures === '' ? '' : `: ${figures}`}`;
    });
  }
}
