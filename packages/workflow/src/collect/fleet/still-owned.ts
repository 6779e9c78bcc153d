import type { Catalog } from '@tapehaul/catalog';
import { asTapehaulError } from '@tapehaul/errors';
import { FILE_TASK } from '../../flow-names.ts';

/** What says that a run is another process's. */
const TAKEN: ReadonlySet<string> = new Set(['output_in_use', 'run_ended']);

/**
 * Whether this process still owns a run of a fleet, as far as the record answers: a worker takes a run over whose owner was silent for long, such as a
 * machine that slept.
 */
export async function isStillOwned(catalog: Pick<Catalog, 'claim'>, runId: string): Promise<boolean> {
  try {
    // No batch has the number 0: only an owner is answered that there is none.
    await catalog.claim(runId, { name: FILE_TASK, holder: 'owner of the run', batch: 0 });
    return true;
  } catch (thrown) {
    return !TAKEN.has(asTapehaulError(thrown).code);
  }
}
