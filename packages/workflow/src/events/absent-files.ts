import { type ArchiveObject, formatSeries, publication, type Series } from '@tapehaul/archive';

/** The absent files of one series. */
interface AbsentOfSeries {
  readonly series: Series;
  readonly files: number;
  /** The first UTC day on which one of them should have been published for long. */
  readonly lateFrom: string;
}

const NONE: Partial<AbsentOfSeries> = {};

/** Counts the files of a run that the archive does not have, by series. */
export class AbsentFiles {
  readonly #series = new Map<string, AbsentOfSeries>();

  add(object: ArchiveObject): void {
    const name = formatSeries(object);
    const { late } = publication(object);
    const { series = object, files = 0, lateFrom = late } = this.#series.get(name) ?? NONE;
    this.#series.set(name, { series, files: files + 1, lateFrom: late < lateFrom ? late : lateFrom });
  }

  /** Forgets all of them, before they are read again. */
  clear(): void {
    this.#series.clear();
  }

  /** The series that have any, by their names. */
  bySeries(): Iterable<readonly [name: string, AbsentOfSeries]> {
    return this.#series;
  }
}
