import { dayText } from '@tapehaul/archive';
import { MOST_COUNTED, type RowFinding } from '../row-finding.ts';
import { ROW_RULES, rowRule } from '../row-rules.ts';
import { DAY, type PeriodSpan, SECOND } from './period-span.ts';

/** Runs of one rule that are listed one by one for a day; further ones are folded into one finding. */
const LISTED_RUNS = 100;
const LONGEST_SAMPLE = 200;
const ORDER: ReadonlyMap<string, number> = new Map(ROW_RULES.map(({ name }, position) => [name, position]));

type Draft = { -readonly [Name in keyof RowFinding]: RowFinding[Name] };

/** Collects findings of one file: single rows are folded by rule and day, runs are listed one by one up to a limit. */
export class FindingLog {
  readonly #source: string;
  readonly #columns: readonly { readonly name: string }[];
  readonly #span: PeriodSpan;
  readonly #folded = new Map<string, Map<number, Draft>>();
  readonly #runs: Draft[] = [];
  readonly #runsOf = new Map<string, number>();

  constructor(source: string, columns: readonly { readonly name: string }[], span: PeriodSpan) {
    this.#source = source;
    this.#columns = columns;
    this.#span = span;
  }

  /** A row at that time breaks the rule; the first such row of a day is the sample. */
  row(rule: string, time: number, values: Float64Array): void {
    const draft = this.fold(rule, time, time, 1);
    draft.sample ??= this.#sampleOf(values);
  }

  /** Adds to the finding of that rule on the day of the first time. */
  fold(rule: string, first: number, last: number, count: number): Draft {
    const day = this.#dayOf(first);
    const days = this.#folded.get(rule) ?? new Map<number, Draft>();
    this.#folded.set(rule, days);
    const draft = days.get(day) ?? this.#draft(rule, day);
    days.set(day, draft);
    add(draft, first, last, count);
    return draft;
  }

  /** A run of missing rows or ids, listed by itself on the day of its first time. */
  run(rule: string, first: number, last: number, count: number, sample: string | null = null): void {
    const day = this.#dayOf(first);
    const id = `${rule} ${day}`;
    const runs = (this.#runsOf.get(id) ?? 0) + 1;
    this.#runsOf.set(id, runs);
    if (runs > LISTED_RUNS) {
      const rest = runs - LISTED_RUNS;
      this.fold(rule, first, last, count).sample = `${rest} more ${rest === 1 ? 'run' : 'runs'}`;
      return;
    }
    const draft = this.#draft(rule, day);
    add(draft, first, last, count);
    draft.sample = sample;
    this.#runs.push(draft);
  }

  /** All findings, by day, then in the order of the rules, then by time. */
  end(): readonly RowFinding[] {
    const folded = [...this.#folded.values()].flatMap((days) => [...days.values()]);
    return [...this.#runs, ...folded].sort(
      (one, other) =>
        compare(one.day, other.day) ||
        (ORDER.get(one.rule) ?? 0) - (ORDER.get(other.rule) ?? 0) ||
        (one.first ?? 0) - (other.first ?? 0),
    );
  }

  #draft(rule: string, day: number): Draft {
    const { severity } = rowRule(rule);
    return {
      rule,
      severity,
      day: dayText(day),
      source: this.#source,
      first: null,
      last: null,
      count: 0,
      sample: null,
    };
  }

  /** Rows without a time that a calendar knows count on the first day of the period. */
  #dayOf(time: number): number {
    const day = Math.floor(time / DAY);
    return day >= 0 && day < 100_000 ? day : Math.floor(this.#span.start / DAY);
  }

  #sampleOf(values: Float64Array): string {
    const parts = this.#columns.map(
      ({ name }, position) => `${name}=${shown(name, values[position] ?? Number.NaN)}`,
    );
    return parts
      .filter((part) => !part.endsWith('='))
      .join(' ')
      .slice(0, LONGEST_SAMPLE);
  }
}

function add(draft: Draft, first: number, last: number, count: number): void {
  draft.count = Math.min(draft.count + count, MOST_COUNTED);
  if (!Number.isNaN(first)) draft.first = Math.min(draft.first ?? first, first);
  if (!Number.isNaN(last)) draft.last = Math.max(draft.last ?? last, last);
}

function shown(name: string, value: number): string {
  if (Number.isNaN(value)) return '';
  const milliseconds = value / (SECOND / 1000);
  return /time/.test(name) && Math.abs(milliseconds) < 8.64e15
    ? new Date(milliseconds).toISOString()
    : String(value);
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
