import { type CatalogReader, firstRows, type Pages, type PlannedTask } from '@tapehaul/catalog';
import { counted, TapehaulError } from '@tapehaul/errors';
import { BlockedRun } from '../../engines/blocked-run.ts';
import { checkSource, explained, type SourceCheck, USUAL_KEY } from '../../engines/check-source.ts';
import { plannedFile } from '../../file/file-request.ts';
import { FILE_TASK } from '../../flow-names.ts';
import { holdsAny } from '../../plan/holds-any.ts';

/** A run whose files are being fetched. */
interface FetchingRun extends SourceCheck {
  readonly runId: string;
  readonly catalog: CatalogReader & { remainingTasks(runId: string, name: string): Pages<PlannedTask> };
}

/** Files of a plan that are requested before its source is said to be none, and of how many the sample is taken. */
const SAMPLE = 8;
const SAMPLED = 1_000;

/**
 * Notices that a plain HTTP server (`source.style: none`) is not the archive. Such a server says nothing of where the archive is,
 * so a wrong prefix looks like an archive without files.
 */
export class PrefixCheck {
  readonly #run: FetchingRun;
  #isArchive: boolean;
  #check: Promise<TapehaulError | undefined> | undefined;

  constructor(run: FetchingRun) {
    this.#run = run;
    this.#isArchive = run.config.source.style !== 'none';
  }

  /** A file has come: this is the archive. */
  reached(): void {
    this.#isArchive = true;
  }

  /**
   * Called with a file that is absent, before that is recorded. Throws a {@link BlockedRun} `bucket_not_found` with the setting,
   * where it came from and the remedy, where no file has come or is held, and the server has neither a sample of the plan nor
   * the object that every copy of the archive is likely to hold.
   */
  async absent(): Promise<void> {
    if (this.#isArchive) return;
    this.#check ??= this.#wrongPrefix();
    const error = await this.#check;
    if (error !== undefined && !this.#isArchive) throw new BlockedRun(error);
  }

  async #wrongPrefix(): Promise<TapehaulError | undefined> {
    const { catalog, runId, config, signal } = this.#run;
    if (await holdsAny(catalog)) return undefined;
    const tasks = await firstRows(catalog.remainingTasks(runId, FILE_TASK), SAMPLED);
    const step = Math.max(1, Math.ceil(tasks.length / SAMPLE));
    const sample = tasks.filter((_, at) => at % step === 0).map((task) => plannedFile(task).key);
    for (const key of [USUAL_KEY, ...sample]) {
      if (signal.aborted) return undefined;
      // Trouble on the way is reported with the files that meet it.
      const found = await checkSource(this.#run, key).catch(() => undefined);
      if (found?.holdsKey !== false) return undefined;
    }
    const error = new TapehaulError(
      'bucket_not_found',
      `the server answers 404 for ${counted(Math.max(1, sample.length), 'file')} of this run, and for ${USUAL_KEY}`,
      {
        facts: { status: 404, key: USUAL_KEY },
        hint: 'Correct source.endpoint and source.prefix: the address of a file is both, then its key, which begins with data/. Then run the same command again.',
      },
    );
    return explained(error, this.#run, config.source.prefix === '' ? 'endpoint' : 'prefix');
  }
}
