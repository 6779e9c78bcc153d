import { dayText } from '@tapehaul/archive';
import type { RowFinding, Severity } from '@tapehaul/tables';
import { DAY } from '../parse/time-text.ts';

/** Characters of a sample. */
const MOST_SAMPLE = 200;

/** Rules that are checked while a file is read. */
const SEVERITIES = {
  empty_file: 'gap',
  cut_line: 'error',
  malformed_row: 'error',
  field_count: 'error',
  blank_line: 'error',
  header_inside: 'error',
  lost_decimals: 'error',
  inexact_double: 'note',
  stray: 'note',
  disorder: 'note',
  duplicate_rows: 'note',
  key_conflict: 'error',
} as const satisfies Record<string, Severity>;

/** A rule of form or order. */
export type FormRule = keyof typeof SEVERITIES;

/** What is added to a finding. */
export interface Found {
  /** Number of the UTC day since 1970. */
  readonly day: number;
  readonly count: number;
  /** Microseconds since 1970 UTC; null where no time is known. */
  readonly first: number | null;
  readonly last: number | null;
  readonly sample: string | null;
}

type Mutable<Shape> = { -readonly [Key in keyof Shape]: Shape[Key] };

/** Findings about one source file: one for each rule and day, with the first sample. */
export class SourceFindings {
  readonly #source: string;
  readonly #findings = new Map<string, Mutable<RowFinding>>();

  constructor(source: string) {
    this.#source = source;
  }

  add(rule: FormRule, { day, count, first, last, sample }: Found): void {
    if (count === 0) return;
    const name = `${rule} ${day}`;
    const finding = this.#findings.get(name);
    if (finding === undefined) {
      const severity = SEVERITIES[rule];
      const shown = sample?.slice(0, MOST_SAMPLE) ?? null;
      const [text, source] = [dayText(day), this.#source];
      this.#findings.set(name, { rule, severity, day: text, source, first, last, count, sample: shown });
      return;
    }
    finding.count += count;
    finding.first = least(finding.first, first);
    finding.last = greatest(finding.last, last);
  }

  /** What is wrong with one row, or with that many values of it. */
  addOne(rule: FormRule, time: number, count: number, sample: string | null = null): void {
    this.add(rule, { day: Math.floor(time / DAY), count, first: time, last: time, sample });
  }

  /** Those so far and others, in the order of days. */
  with(others: readonly RowFinding[]): readonly RowFinding[] {
    const all = [...this.#findings.values(), ...others];
    return all.sort((one, other) => (one.day === other.day ? 0 : one.day < other.day ? -1 : 1));
  }
}

function least(one: number | null, other: number | null): number | null {
  return one === null || other === null ? (one ?? other) : Math.min(one, other);
}

function greatest(one: number | null, other: number | null): number | null {
  return one === null || other === null ? (one ?? other) : Math.max(one, other);
}
