import type { Partition } from '@tapehaul/archive';
import { CellBook, type CellSpan, dayOfPlace, emptyCells } from '@tapehaul/coverage';
import type { Session } from '../connection/session.ts';
import { type Column, unnested } from '../connection/unnested.ts';

/** The cells of a series, a partition and a year. */
interface Year {
  readonly series: string;
  readonly partition: Partition;
  readonly year: number;
}

/** Marks what is known of files, one byte each; of one transaction, in which each year is read and written once. */
export class CellWrites {
  readonly #session: Session;
  readonly #record: number;
  #spans: CellSpan[] = [];

  constructor(session: Session, record: number) {
    this.#session = session;
    this.#record = record;
  }

  /** What became known of consecutive files, in that order. */
  mark(spans: readonly CellSpan[]): void {
    this.#spans.push(...spans);
  }

  /** Writes the years that have changed. */
  async write(): Promise<void> {
    const spans = this.#spans;
    this.#spans = [];
    if (spans.length === 0) return;
    const stored = await this.#locked(yearsOf(spans));
    const book = new CellBook((series, partition, year) => stored.get(nameOf({ series, partition, year })));
    for (const span of spans) book.mark(span);
    const changed = [...book.changed()];
    if (changed.length === 0) return;
    const given = unnested(
      changed,
      [
        ['series', 'text', (it) => it.series],
        ['partition', 'text', (it) => it.partition],
        ['year', 'int', (it) => it.year],
        ['cells', 'bytea', (it) => Buffer.from(it.cells)],
      ],
      2,
    );
    await this.#session.query(
      `UPDATE tapehaul.cells known SET cells = given.cells, changed_at = $2::bigint FROM ${given.sql}
       WHERE known.record = $1::int AND known.series = given.series AND known.partition = given.partition AND known.year = given.year`,
      [this.#record, Date.now(), ...given.values],
    );
    const days = unnested(
      changed,
      [
        ['series', 'text', (it) => it.series],
        ['day', 'text', ({ partition, year, from }) => dayOfPlace(partition, year, from)],
      ],
      1,
    );
    // Old days whose states are kept together are not kept any more once one of them has changed.
    await this.#session.query(
      `UPDATE tapehaul.seen s SET old_until = NULL, old_runs = NULL FROM ${days.sql}
       WHERE s.record = $1 AND s.series = given.series AND s.old_until >= given.day`,
      [this.#record, ...days.values],
    );
  }

  /** The cells of years, which no other transaction changes until this one has ended; made where they are missing. */
  async #locked(years: readonly Year[]): Promise<Map<string, Uint8Array>> {
    const known = await this.#lock(years);
    const missing = years.filter((year) => !known.has(nameOf(year)));
    if (missing.length === 0) return known;
    const given = unnested(
      missing,
      [...YEAR, ['cells', 'bytea', (it) => Buffer.from(emptyCells(it.partition))]],
      2,
    );
    await this.#session.query(
      `INSERT INTO tapehaul.cells (record, ${given.names}, changed_at) SELECT $1::int, ${given.names}, $2::bigint FROM ${given.sql}
       ON CONFLICT DO NOTHING`,
      [this.#record, Date.now(), ...given.values],
    );
    // Another transaction may have made them meanwhile.
    return new Map([...known, ...(await this.#lock(missing))]);
  }

  async #lock(years: readonly Year[]): Promise<Map<string, Uint8Array>> {
    const given = unnested(years, YEAR, 1);
    const rows = await this.#session.query<Year & { cells: Uint8Array }>(
      `SELECT known.series, known.partition, known.year, known.cells FROM ${given.sql}
       JOIN tapehaul.cells known ON known.record = $1::int AND known.series = given.series
         AND known.partition = given.partition AND known.year = given.year
       ORDER BY known.series, known.partition, known.year FOR UPDATE OF known`,
      [this.#record, ...given.values],
    );
    return new Map(rows.map((row) => [nameOf(row), row.cells]));
  }
}

const YEAR: readonly Column<Year>[] = [
  ['series', 'text', (it) => it.series],
  ['partition', 'text', (it) => it.partition],
  ['year', 'int', (it) => it.year],
];

/** The years that spans are about, in their order; a statement about a month can end verdicts about its days. */
function yearsOf(spans: readonly CellSpan[]): Year[] {
  const years = new Map<string, Year>();
  let before: CellSpan | undefined;
  for (const span of spans) {
    const { series, partition, first, last } = span;
    // Files of a series come one after the other.
    if (before !== undefined && isInYearsOf(before, span)) continue;
    before = span;
    for (let year = Number(first.slice(0, 4)); year <= Number(last.slice(0, 4)); year += 1) {
      for (const it of partition === 'monthly' ? (['daily', 'monthly'] as const) : (['daily'] as const)) {
        years.set(nameOf({ series, partition: it, year }), { series, partition: it, year });
      }
    }
  }
  return [...years].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, year]) => year);
}

/** Whether a span is about the one year of another. */
function isInYearsOf(before: CellSpan, { series, partition, first, last }: CellSpan): boolean {
  const year = before.first.slice(0, 4);
  return (
    before.series === series &&
    before.partition === partition &&
    [before.last, first, last].every((period) => period.startsWith(year))
  );
}

function nameOf({ series, partition, year }: Year): string {
  return `${series} ${partition} ${year}`;
}
