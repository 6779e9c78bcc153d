import { type ChangeRecord, everyRow } from '@tapehaul/catalog';
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

/** The changes of the archive that are recorded of a run by now, for {@link reportChanges}. */
export async function knownChanges({
  runId,
  catalog,
}: Pick<RunElsewhere, 'runId' | 'catalog'>): Promise<Set<string>> {
  const known = new Set<string>();
  for await (const change of everyRow(catalog.changes(runId))) known.add(identityOf(change));
  return known;
}

/**
 * Reports the changes of the archive that other processes have recorded of a run and that are not `known`: up to 1,000 of them as events, and how many more
 * there are in the log. Adds them to those that are known.
 */
export async function reportChanges(
  { runId, catalog, hub }: RunElsewhere,
  known: Set<string>,
  log: TaskContext['log'],
): Promise<void> {
  let found = 0;
  for await (const row of everyRow(catalog.changes(runId))) {
    const identity = identityOf(row);
    if (known.has(identity)) continue;
    known.add(identity);
    found += 1;
    const { kind: change, key, facts } = row;
    if (found <= MOST) hub.emit({ kind: 'change', change, key, facts: factsSchema.parse(facts) });
  }
  const more = found - MOST;
  if (more > 0) log('info', `${counted(more, 'more change')} of the archive. Next: tapehaul show ${runId}`);
}

/** What distinguishes a change from others of its run, wherever it stands among them: transactions of several workers end in any order. */
function identityOf({ kind, key, at }: ChangeRecord): string {
  return `${kind} ${at} ${key}`;
}

const factsSchema = z.record(z.string(), z.unknown()).catch({});
