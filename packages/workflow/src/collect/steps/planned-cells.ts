import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type ArchiveObject, formatSeries, isDayAfter, nextMonth } from '@tapehaul/archive';
import type { Catalog, CellRecord } from '@tapehaul/catalog';
import type { DayState } from '@tapehaul/coverage';
import type { Outcome } from '@tapehaul/downloader';
import type { MonthFinding, VerdictAnswer } from '@tapehaul/planner';
import { cellOf, STATE_OF_PROOF } from '../../file/file-cells.ts';
import type { FileStep, LostFile } from '../../plan/steps/plan-step.ts';

/** Where what a plan says is recorded. */
export interface PlannedPlace {
  readonly runId: string;
  readonly catalog: Pick<Catalog, 'recordCells'>;
  /** Output directory, absolute. */
  readonly root: string;
}

/** Records what a plan says of each file and day, consecutive files of a series in one piece. */
export class PlannedCells {
  readonly #place: PlannedPlace;
  #open: CellRecord | undefined;
  /** The month that was found short last. */
  #short: MonthFinding | undefined;
  /** The last verdict on days that a month to come does not hold. */
  #beside: VerdictAnswer | undefined;

  constructor(place: PlannedPlace) {
    this.#place = place;
  }

  /** A file of the plan: in place, or to be fetched. */
  file(step: FileStep<Outcome>): void {
    const { object, because, listed } = step;
    if (because?.finding === 'month_short' && because !== this.#short) {
      this.#short = because;
      // It stays short also where it is held: days that are held nowhere else are missing.
      this.#record(cellOf({ ...object, partition: 'monthly', period: because.month }, 'month_short'));
    }
    if (because?.finding !== 'month_short' || object.partition === 'daily') {
      const isListed = object.partition === 'monthly' && listed !== undefined;
      this.#add({ ...cellOf(object, this.#plannedStateOf(step)), ...(isListed && { isListed }) });
    }
    if (object.partition === 'monthly') this.#saidBefore(object);
  }

  /** A recorded file that is not on disk as recorded: it holds nothing. */
  lost({ object, held }: LostFile): void {
    this.flush();
    this.#record(cellOf(object, this.#lostState(held)));
  }

  /** Days that are not available. */
  verdict(answer: VerdictAnswer): void {
    const { series, first, last, verdict } = answer;
    this.flush();
    this.#record({ series, partition: 'daily', first, last, state: verdict });
    this.#beside = answer.besideMonth === undefined ? undefined : answer;
  }

  /** Records what is open; to be called after the last step. */
  flush(): void {
    if (this.#open !== undefined) this.#record(this.#open);
    this.#open = undefined;
  }

  /** A plan of a month ends what was said of its days: what this plan said just before is said again. */
  #saidBefore(month: ArchiveObject): void {
    const said = this.#beside;
    if (said?.besideMonth !== month.period) return;
    if (formatSeries(said.series) === formatSeries(month)) this.verdict(said);
  }

  /** What the record says is held and the disk does not hold is gone or corrupt until it is fetched again. */
  #plannedStateOf({ found, change, held }: FileStep<Outcome>): DayState {
    if (found !== undefined) return STATE_OF_PROOF[found.proof];
    if (change === 'disputed') return 'disputed';
    if (change !== 'corrupt' || held === undefined) return 'planned';
    return this.#lostState(held);
  }

  #lostState({ path }: LostFile['held']): DayState {
    return existsSync(join(this.#place.root, path)) ? 'corrupt' : 'gone';
  }

  #add(next: CellRecord): void {
    if (this.#open !== undefined && follows(this.#open, next))
      this.#open = { ...this.#open, last: next.last };
    else {
      this.flush();
      this.#open = next;
    }
  }

  #record(cells: CellRecord): void {
    this.#place.catalog.recordCells(this.#place.runId, cells);
  }
}

function follows(open: CellRecord, next: CellRecord): boolean {
  return (
    open.partition === next.partition &&
    open.state === next.state &&
    open.isListed === next.isListed &&
    open.series.symbol === next.series.symbol &&
    open.series.interval === next.series.interval &&
    open.series.dataType === next.series.dataType &&
    open.series.market === next.series.market &&
    (open.partition === 'daily' ? isDayAfter(open.last, next.first) : nextMonth(open.last) === next.first)
  );
}
