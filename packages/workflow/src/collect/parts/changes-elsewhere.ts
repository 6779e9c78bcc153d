import { everyRow } from '@tapehaul/catalog';
import { counted } from '@tapehaul/errors';
import type { TaskContext } from '@tapehaul/orchestrator';
import * as z from 'zod';
import type { CollectionRun } from '../steps/collection-run.ts';

/** Changes that are reported each, at a time. The record has all of them. */
const MOST = 1_000;

/** A run that other processes work on. */
interface RunElsewhere extends Pick<CollectionRun, 'runId' | 'catalog'> {
  readonly hub: Pick<CollectionRun['hub'], 'emit'>;
}

/** How many changes of the archive are recorded of a run. */
export async function countChanges({
  runId,
  catalog,
}: Pick<RunElsewhere, 'runId' | 'catalog'>): Promise<number> {
  let known = 0;
  for await (const page of catalog.changes(runId)) known += page.length;
  return known;
}

/**
 * Reports the changes of the archive that other processes have recorded of a run, behind the first `known`: up to 1,000 of them as events, and how many more
 * there are in the log.
 */
export async function reportChanges(
  { runId, catalog, hub }: RunElsewhere,
  known: number,
  log: TaskContext['log'],
): Promise<void> {
  let place = 0;
  for await (const { kind: change, key, facts } of everyRow(catalog.changes(runId))) {
    place += 1;
    if (place <= known || place - known > MOST) continue;
    hub.emit({ kind: 'change', change, key, facts: factsSchema.parse(facts) });
  }
  const more = place - known - MOST;
  if (more > 0) log('info', `${counted(more, 'more change')} of the archive. Next: tapehaul show ${runId}`);
}

const factsSchema = z.record(z.string(), z.unknown()).catch({});
