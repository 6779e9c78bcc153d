import { type ArchiveObject, formatKey, formatSeries, monthOf } from '@tapehaul/archive';
import { everyRow } from '@tapehaul/catalog';
import { counted, stoppedBy } from '@tapehaul/errors';
import { fileTasks } from '../../events/file-tasks.ts';
import { livedDays } from '../../file/lived-days.ts';
import { objectOfTask } from '../../file/recorded-object.ts';
import type { AbsentMonths, CollectionRun } from '../steps/collection-run.ts';
import { requireFreeSpace } from '../steps/free-space.ts';
import { type HeldMonths, hasDays, monthsToFollow } from './absent-months.ts';
import { DayPlans, type Waiting } from './day-plans.ts';
import { disputedMonths } from './disputed-months.ts';

/** A run without what follows it up. */
type FollowedRun = Omit<CollectionRun, 'followUps'>;

/** A monthly file that the archive turned out not to have, or that contradicts its checksum. */
interface LackingMonth {
  readonly key: string;
  readonly month: ArchiveObject;
  readonly isDisputed: boolean;
}

/**
 * Plans the days of months that the archive turned out not to have, or only with a checksum that they contradict, in the same run: what is stored once stays so, whenever the
 * run is taken up again, and what is absent among the days is absent. They are planned as the request was: by its matrix, within
 * its range, and after the same checks of the source and the disk.
 */
export class FollowUps implements AbsentMonths {
  readonly #run: FollowedRun;
  /** Keys of months whose days are planned. */
  readonly #followed = new Set<string>();
  readonly #plans: DayPlans;

  constructor(run: FollowedRun) {
    this.#run = run;
    this.#plans = new DayPlans(run);
  }

  /**
   * Plans the days of those months, and gives whether the run has more to fetch since. Waits while the downloader is paused. Rejects as
   * a plan does, and when source or disk are not as they should be.
   */
  async plan(waiting: Waiting): Promise<boolean> {
    const { signal, log } = waiting;
    let files = 0;
    for (const absent of await this.#due()) {
      await this.#run.downloader.room(signal);
      if (signal.aborted) throw stoppedBy(signal);
      this.#followed.add(absent.key);
      files += await this.#planDays(absent, waiting);
    }
    if (files > 0) await requireFreeSpace(this.#run, log);
    return files > 0;
  }

  /** Whether the run is to plan days of absent months yet. */
  async isDue(): Promise<boolean> {
    const { catalog, runId } = this.#run;
    for (const { month } of await this.#due()) {
      const { first: period } = await livedDays(catalog, month);
      if ((await catalog.task(runId, formatKey({ ...month, partition: 'daily', period }))) === undefined)
        return true;
    }
    return false;
  }

  async #due(): Promise<readonly LackingMonth[]> {
    if (this.#run.config.partition !== 'auto') return [];
    const due: LackingMonth[] = [];
    const add = (month: ArchiveObject, isDisputed: boolean): void => {
      const key = formatKey(month);
      if (!this.#followed.has(key)) due.push({ key, month, isDisputed });
    };
    for (const [series, months] of await this.#absentMonths()) {
      for (const month of monthsToFollow(months, await this.#heldMonths(series))) add(month, false);
    }
    for await (const month of disputedMonths(this.#run)) add(month, true);
    return due;
  }

  /** Absent monthly files of series that have days too, by the name of the series. */
  async #absentMonths(): Promise<ReadonlyMap<string, ArchiveObject[]>> {
    const { catalog, runId } = this.#run;
    const months = new Map<string, ArchiveObject[]>();
    for await (const { taskId } of everyRow(fileTasks(catalog, runId, ['Absent']))) {
      const object = objectOfTask(taskId);
      if (object?.partition !== 'monthly' || !hasDays(object)) continue;
      const series = formatSeries(object);
      const known = months.get(series);
      if (known === undefined) months.set(series, [object]);
      else known.push(object);
    }
    return months;
  }

  async #heldMonths(series: string): Promise<HeldMonths | undefined> {
    const { rows } = await this.#run.catalog.coverage({ prefix: series });
    const own = rows.filter((row) => formatSeries(row.series) === series);
    const firsts = own.map(({ first }) => monthOf(first)).sort();
    const lasts = own.map(({ last }) => monthOf(last)).sort();
    const [first, last] = [firsts[0], lasts.at(-1)];
    return first === undefined || last === undefined ? undefined : { first, last };
  }

  /** Stores the requested days of a month as tasks, and gives how many of them are new in the plan. */
  async #planDays({ key, month, isDisputed }: LackingMonth, waiting: Waiting): Promise<number> {
    const { catalog, hub, config } = this.#run;
    const { start, end } = config.date_range;
    const { first, last } = await livedDays(catalog, month);
    const days = { first: first < start ? start : first, last: end === 'latest' || end > last ? last : end };
    const { files, bytesLeft } = await this.#plans.add(month, days, waiting);
    if (files === 0) return 0;
    const why = isDisputed ? 'contradicts its checksum' : 'is not in the archive';
    const message = `${formatSeries(month)} ${month.period} ${why}: ${counted(files, 'daily file is', 'daily files are')} planned instead`;
    hub.emit({ kind: 'follow_up', key, files, bytes_left: bytesLeft, message });
    waiting.log('info', message);
    return files;
  }
}
