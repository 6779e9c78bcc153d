import { basename, isAbsolute, relative, resolve, sep } from 'node:path';
import { sidecarOwner } from '@tapehaul/archive';
import { type CatalogReader, type DisputeRecord, everyRow } from '@tapehaul/catalog';
import { grouped, nearest, TapehaulError } from '@tapehaul/errors';
import { findRun } from '../../record.ts';

/** Which disputes are meant. */
export interface DisputeNames {
  /** Keys, paths below the output directory or absolute ones, or names of files. */
  readonly names: readonly string[];
  /** All that this run has met: its id, a beginning of it, or `latest`. */
  readonly runId?: string;
}

/** Disputes that a person can still decide about. */
const UNDECIDED: ReadonlySet<DisputeRecord['state']> = new Set(['open', 'accepted']);
/** Names that an error lists. */
const SHOWN = 5;

/**
 * The disputes that are named, each once, in the order of their names. Rejects with a TapehaulError `key_invalid` for a name
 * that means none of them, or more than one, with the nearest; with `run_not_found` for such a run.
 */
export async function namedDisputes(
  record: CatalogReader,
  root: string,
  { names, runId }: DisputeNames,
): Promise<DisputeRecord[]> {
  const all = await Array.fromAsync(everyRow(record.disputes()));
  const undecided = all.filter(({ state }) => UNDECIDED.has(state));
  const found = new Map<string, DisputeRecord>();
  for (const name of names) {
    const dispute = meant(name, root, undecided, all);
    found.set(dispute.key, dispute);
  }
  if (runId === undefined) return [...found.values()];
  const run = (await findRun(record, runId)).runId;
  const ofRun = undecided.filter(({ state, firstRunId, lastRunId }) => {
    return state === 'open' && (firstRunId === run || lastRunId === run);
  });
  if (ofRun.length === 0 && found.size === 0) throw noneOf(run, undecided);
  for (const dispute of ofRun) found.set(dispute.key, dispute);
  return [...found.values()];
}

function meant(
  name: string,
  root: string,
  undecided: readonly DisputeRecord[],
  all: readonly DisputeRecord[],
): DisputeRecord {
  const text = belowRoot(name, root);
  const whole = sidecarOwner(text) ?? text;
  const isNamed = ({ key, path, quarantinePath }: DisputeRecord): boolean =>
    [key, path, quarantinePath].includes(whole);
  const exact = undecided.find(isNamed);
  if (exact !== undefined) return exact;
  const alike = undecided.filter(({ key }) => basename(key) === whole);
  const [only] = alike;
  if (only !== undefined && alike.length === 1) return only;
  if (alike.length > 1) throw ambiguous(name, alike);
  throw unknownDispute(name, all.find(isNamed), undecided);
}

/** A path as the record has it: below the output directory, with forward slashes. */
function belowRoot(name: string, root: string): string {
  const path = isAbsolute(name) ? relative(root, resolve(name)) : name;
  return path.split(sep).join('/').replace(/^\.\//, '');
}

function ambiguous(name: string, alike: readonly DisputeRecord[]): TapehaulError {
  return new TapehaulError('key_invalid', `${name} is the name of ${grouped(alike.length)} disputed files`, {
    facts: { name, keys: alike.map(({ key }) => key) },
    hint: `Name one of them by its key: ${listOf(alike)}.`,
  });
}

function unknownDispute(
  name: string,
  decided: DisputeRecord | undefined,
  undecided: readonly DisputeRecord[],
): TapehaulError {
  if (decided !== undefined) {
    const why =
      decided.state === 'rejected'
        ? 'it was rejected, and the next run fetches it again'
        : 'the archive has since published a file that is right';
    return new TapehaulError('key_invalid', `${name} is not disputed any more: ${why}`, {
      facts: { name, state: decided.state },
      hint: 'There is nothing to decide.',
    });
  }
  const likely = nearest(
    name,
    undecided.flatMap(({ key, path }) => [key, path, basename(key)]),
  );
  const meantHint = likely === undefined ? '' : `Did you mean ${likely}? `;
  return new TapehaulError('key_invalid', `no disputed file is called ${name}`, {
    facts: { name, likely: likely ?? null },
    hint: `${meantHint}${openHint(undecided)}`,
  });
}

function noneOf(run: string, undecided: readonly DisputeRecord[]): TapehaulError {
  return new TapehaulError('key_invalid', `run ${run} has met no dispute that is open`, {
    facts: { run },
    hint: openHint(undecided),
  });
}

/** Says which disputes are open. */
export function openHint(undecided: readonly DisputeRecord[]): string {
  const open = undecided.filter(({ state }) => state === 'open');
  return open.length === 0 ? 'No file of this directory is disputed.' : `Disputed: ${listOf(open)}.`;
}

function listOf(disputes: readonly DisputeRecord[]): string {
  const more = disputes.length > SHOWN ? `, and ${grouped(disputes.length - SHOWN)} more` : '';
  return (
    disputes
      .slice(0, SHOWN)
      .map(({ key }) => key)
      .join(', ') + more
  );
}
