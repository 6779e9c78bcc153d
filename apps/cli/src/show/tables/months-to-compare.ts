import { grouped } from '@tapehaul/errors';
import {
  addDays,
  availabilityOf,
  knownSeries,
  nextMonth,
  parseKey,
  rowRule,
  type StorageSettings,
  seriesParts,
  type TableBuildEvent,
  type TableRequest,
  type UncomparedMonth,
} from '@tapehaul/workflow';
import { shellWord } from '../shell-word.ts';

/** Lines that are printed; the others are counted. */
const SHOWN = 5;

/**
 * Months whose rows, from a monthly file, break rules in a way in which daily files may be right, and whose daily files are not all
 * held: a collection with tables fetches these, compares both and takes the better source of each day.
 */
export class MonthsToCompare {
  /** Months by series, both as they are written in keys. */
  readonly #months = new Map<string, Set<string>>();
  /** Those that were named, in the same way. */
  readonly #named = new Map<string, Set<string>>();

  /** Receives what happens in a build. */
  readonly add = (event: TableBuildEvent): void => {
    if (event.kind !== 'table') return;
    if (!event.findings.some(({ rule }) => rowRule(rule)?.daysMayHelp === true)) return;
    const held = event.sources.flatMap(({ key, rows }) => ({ rows, partition: parseKey(key)?.partition }));
    const isFromMonth = held.some(({ partition, rows }) => partition === 'monthly' && rows > 0);
    const days = held.filter(({ partition }) => partition === 'daily').length;
    const month = event.period.slice(0, 7);
    const wanted = event.period === month ? lengthOf(month) : 1;
    if (!isFromMonth || days >= wanted || !hasDays(event.series)) return;
    this.#months.set(event.series, (this.#months.get(event.series) ?? new Set()).add(month));
  };

  /** Adds a month that was named, whatever its rows are like. */
  addNamed({ series, month }: UncomparedMonth): void {
    this.#named.set(series, (this.#named.get(series) ?? new Set()).add(month));
  }

  /**
   * The commands that fetch the daily files and build again, a line each; none where nothing is to be compared. Without repair, those of
   * months that break rules are left out. `how` says how the tables were built: they stay so.
   */
  lines({ directory, storage }: ComparePlace, how: Pick<TableRequest, 'numbers' | 'repair'>): string[] {
    const tables = [
      ...(how.numbers === 'double' ? [] : [` --set tables.numbers=${how.numbers}`]),
      ...(how.repair === 'days' ? [] : [` --set tables.repair=${how.repair}`]),
    ].join('');
    const place = `${tables}${storageFlags(storage)} --dir ${shellWord(directory)}`;
    return [
      ...(how.repair === 'off' ? [] : commandLines(SUSPICIOUS, commandsOf(this.#months, place, false))),
      ...commandLines(NAMED, commandsOf(this.#named, place, true)),
    ];
  }
}

const SUSPICIOUS =
  'Daily files may have what these monthly files lack. This fetches them and takes the better source of each day:';
const NAMED = 'This fetches the daily files of the months that --compare names, and compares both:';

function commandLines(title: string, commands: readonly string[]): string[] {
  if (commands.length === 0) return [];
  const more = commands.length - SHOWN;
  return [
    '',
    title,
    ...commands.slice(0, SHOWN).map((command) => `next    ${command}`),
    ...(more > 0 ? [`        and ${grouped(more)} more like these, for other series or months`] : []),
  ];
}

function commandsOf(
  months: ReadonlyMap<string, ReadonlySet<string>>,
  place: string,
  isNamed: boolean,
): string[] {
  return [...months].flatMap(([series, own]) =>
    spansOf(own).map(([first, last]) => {
      const named = isNamed ? ` --compare ${first === last ? first : `${first}..${last}`}` : '';
      return commandOf(series, first, last, `${named}${place}`);
    }),
  );
}

/** Where the files are that tables are built from. */
export interface ComparePlace {
  /** Output directory. */
  readonly directory: string;
  readonly storage: StorageSettings;
}

/** The flags that send files to the same bucket; none for the output directory. */
function storageFlags(storage: StorageSettings): string {
  if (storage.type === 'local') return '';
  const keys = (['type', 'bucket', 'prefix', 'endpoint', 'region'] as const).flatMap((key) => {
    const value = storage[key];
    return value === undefined || value === '' ? [] : [` --set ${shellWord(`storage.${key}=${value}`)}`];
  });
  return [' --set use_cloud_storage=true', ...keys].join('');
}

/** Whether the archive has daily files of a series. */
function hasDays(name: string): boolean {
  const series = knownSeries(seriesParts(name));
  if (series === undefined) return false;
  return availabilityOf(series.market, series.dataType, 'daily', series.interval) !== undefined;
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
  return `tapehaul collect --tables ${what} --from ${first} --to ${last}${place}`;
}
