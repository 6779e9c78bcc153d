import { addDays, nextMonth, parseKey, rowRule, type TableBuildEvent } from '@tapehaul/workflow';
import { shellWord } from '../shell-word.ts';

/** Lines that are printed; the others are counted. */
const SHOWN = 5;

/**
 * Months whose rows, from a monthly file, break rules in a way in which daily files may be right, and whose daily files are not all
 * held: with these the next build compares both and takes the better source of each day.
 */
export class MonthsToCompare {
  /** Months by series, both as they are written in keys. */
  readonly #months = new Map<string, Set<string>>();

  /** Receives what happens in a build. */
  readonly add = (event: TableBuildEvent): void => {
    if (event.kind !== 'table') return;
    if (!event.findings.some(({ rule }) => rowRule(rule)?.daysMayHelp === true)) return;
    const held = event.sources.flatMap(({ key, rows }) => ({ rows, partition: parseKey(key)?.partition }));
    const isFromMonth = held.some(({ partition, rows }) => partition === 'monthly' && rows > 0);
    const days = held.filter(({ partition }) => partition === 'daily').length;
    const month = event.period.slice(0, 7);
    const wanted = event.period === month ? lengthOf(month) : 1;
    if (!isFromMonth || days >= wanted) return;
    this.#months.set(event.series, (this.#months.get(event.series) ?? new Set()).add(month));
  };

  /** The commands that fetch the daily files and build again, a line each; none where nothing is to be compared. */
  lines(directory: string): string[] {
    const place = shellWord(directory);
    const commands = [...this.#months].flatMap(([series, months]) =>
      spansOf(months).map(([first, last]) => commandOf(series, first, last, place)),
    );
    if (commands.length === 0) return [];
    const more = commands.length - SHOWN;
    return [
      '',
      'Daily files may have what these monthly files lack; a build with both takes the better source of each day:',
      ...commands.slice(0, SHOWN).map((command) => `next    ${command}`),
      ...(more > 0 ? [`        and ${more} more like these, for other series or months`] : []),
      `then    tapehaul tables build ${place}`,
    ];
  }
}

/** How many days a month has. */
function lengthOf(month: string): number {
  return Number(addDays(`${nextMonth(month)}-01`, -1).slice(8));
}

/** Consecutive months, first and last. */
function spansOf(months: ReadonlySet<string>): (readonly [first: string, last: string])[] {
  const spans: [string, string][] = [];
  for (const month of [...months].sort()) {
    const span = spans.at(-1);
    if (span !== undefined && nextMonth(span[1]) === month) span[1] = month;
    else spans.push([month, month]);
  }
  return spans;
}

function commandOf(series: string, first: string, last: string, place: string): string {
  const [market = '', type = '', symbol = '', interval] = series.split('/');
  const of = interval === undefined ? '' : ` --interval ${interval}`;
  const what = `--market ${market} --type ${type} --symbol ${shellWord(symbol)}${of}`;
  return `tapehaul collect ${what} --from ${first} --to ${last} --set partition=daily --dir ${place}`;
}
