import {
  type ArchiveObject,
  availabilityOf,
  firstDayOf,
  formatKey,
  formatSeries,
  lastDayOf,
  monthOf,
  parseKey,
} from '@tapehaul/archive';
import { everyRow, type PlannedTask } from '@tapehaul/catalog';
import { BUILT_IN_MATRIX, type CollectionConfig } from '@tapehaul/config';
import type { Outcome } from '@tapehaul/downloader';
import { counted, stoppedBy } from '@tapehaul/errors';
import type { TaskContext } from '@tapehaul/orchestrator';
import { fileTasks } from '../../events/file-tasks.ts';
import { planSteps } from '../../plan/plan.ts';
import type { CollectionRun } from '../collection-run.ts';
import { type HeldMonths, monthsToFollow } from './absent-months.ts';
import { Storing } from './store-plan.ts';

type Waiting = Pick<TaskContext, 'signal' | 'log'>;

/**
 * Plans the days of months that the archive turned out not to have, in the same run: what is stored once stays so, whenever the
 * run is taken up again, and what is absent among the days is absent.
 */
export class FollowUps {
  readonly #run: CollectionRun;
  /** Keys of months whose days are planned. */
  readonly #followed = new Set<string>();

  constructor(run: CollectionRun) {
    this.#run = run;
  }

  /** Plans the days of absent months, and gives whether the run has more to fetch since. */
  async plan(waiting: Waiting): Promise<boolean> {
    if (this.#run.config.partition !== 'auto') return false;
    let files = 0;
    for (const [series, months] of await this.#absentMonths()) {
      for (const month of monthsToFollow(months, await this.#heldMonths(series))) {
        const key = formatKey(month);
        if (this.#followed.has(key)) continue;
        if (waiting.signal.aborted) throw stoppedBy(waiting.signal);
        this.#followed.add(key);
        files += await this.#planDays(month, key, waiting);
      }
    }
    return files > 0;
  }

  /** Absent monthly files of series that have days too, by the name of the series. */
  async #absentMonths(): Promise<ReadonlyMap<string, ArchiveObject[]>> {
    const { catalog, runId } = this.#run;
    const months = new Map<string, ArchiveObject[]>();
    for await (const { taskId } of everyRow(fileTasks(catalog, runId, ['Absent']))) {
      const object = parseKey(taskId);
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

  /** Stores the days of a month as tasks, and gives how many of them are new in the plan. */
  async #planDays(month: ArchiveObject, key: string, { signal, log }: Waiting): Promise<number> {
    const { runId, catalog, downloader, hub } = this.#run;
    // Days that an earlier attempt has stored have been reported.
    const storing = new Storing(this.#run, true, log);
    const steps = planSteps<Outcome>({
      ...this.#run,
      config: daysOf(this.#run.config, month),
      matrix: this.#run.matrix ?? BUILT_IN_MATRIX,
      signal,
      record: catalog,
      inPlace: (request, held) => downloader.inPlace(request, held),
    });
    async function* tasks(): AsyncGenerator<PlannedTask> {
      for await (const group of steps) {
        for (const step of group) {
          if (step.kind === 'file') yield await storing.file(step);
          else if (step.kind === 'verdict') await storing.verdict(step);
          else if (step.kind === 'lost') storing.cells.lost(step);
        }
      }
    }
    const files = await catalog.planTasks(runId, tasks());
    storing.cells.flush();
    if (files === 0) return 0;
    const message = `${formatSeries(month)} ${month.period} is not in the archive: ${counted(files, 'daily file is', 'daily files are')} planned instead`;
    hub.emit({ kind: 'follow_up', key, files, bytes_left: storing.bytesLeft, message });
    log('info', message);
    return files;
  }
}

function hasDays({ market, dataType, interval }: ArchiveObject): boolean {
  return availabilityOf(market, dataType, 'daily', interval) !== undefined;
}

/** The configuration of a collection of the days of one month. */
function daysOf(
  config: CollectionConfig,
  { market, dataType, symbol, interval, period }: ArchiveObject,
): CollectionConfig {
  return {
    ...config,
    planning: 'matrix',
    partition: 'daily',
    markets: [market],
    symbols: [symbol],
    data_types: [dataType],
    ...(interval === null ? {} : { intervals: [interval] }),
    date_range: { start: firstDayOf(period), end: lastDayOf(period) },
  };
}
