import { counted, numberText } from './amounts.ts';
import { FAILED } from './state-words.ts';

/** Files by state, as the service counts them. */
export type FileCounts = Readonly<Record<string, { readonly tasks: number; readonly bytes: number }>>;

/** Figures of the files of a run that a sentence needs. */
export interface FileSums {
  readonly total: number;
  readonly inPlace: number;
  readonly failed: number;
  readonly absent: number;
  readonly disputed: number;
  readonly ended: number;
  readonly left: number;
  /** Bytes of the files in place. */
  readonly bytes: number;
}

const IN_PLACE: readonly string[] = ['Completed', 'Cached', 'Unverified'];

/** Sums the files of a run by how they ended. */
export function sumsOf(files: FileCounts): FileSums {
  const tasks = (states: readonly string[]): number =>
    states.reduce((sum, state) => sum + (files[state]?.tasks ?? 0), 0);
  const total = tasks(Object.keys(files));
  const [inPlace, failed, absent, disputed] = [
    tasks(IN_PLACE),
    tasks(FAILED),
    tasks(['Absent']),
    tasks(['Disputed']),
  ];
  // What was stopped is left: resume continues it.
  const ended = inPlace + failed + absent + disputed;
  const bytes = IN_PLACE.reduce((sum, state) => sum + (files[state]?.bytes ?? 0), 0);
  return { total, inPlace, failed, absent, disputed, ended, left: total - ended, bytes };
}

/** The short name of a run: the end of its id, as people say it. */
export function shortId(runId: string): string {
  return runId.slice(-4);
}

/** What a run in the queue waits for: one that has not begun, or one that is to be continued. */
export function queueSentence(place: number, waitsFor: string | undefined): string {
  const where =
    place === 1 ? 'It is the next in the queue' : `It is at place ${numberText(place)} in the queue`;
  return waitsFor === undefined ? `${where}.` : `${where} and waits for ${waitsFor}.`;
}

/** How a run stands, as one sentence without its name. `settled` files of its plan were held before, and are in no state. */
export function runSentence(state: string, files: FileCounts, settled = 0): string {
  const { total, inPlace, failed, absent, disputed, left } = sumsOf(files);
  const all = counted(total, 'file');
  const extras = [
    ...(absent > 0 ? [`${counted(absent, 'file')} not in the archive`] : []),
    ...(disputed > 0 ? [`${numberText(disputed)} disputed`] : []),
  ].join(', ');
  const also = extras === '' ? '' : ` (${extras})`;
  const have = total === 1 ? 'has' : 'have';
  const completedText = (): string => {
    const planned = counted(total + settled, 'file');
    if (failed + absent + disputed > 0)
      return `${numberText(inPlace + settled)} of ${planned} ${total + settled === 1 ? 'is' : 'are'} in place${also}.`;
    return total + settled === 1 ? 'Its file is in place.' : `All ${planned} are in place.`;
  };
  switch (state) {
    case 'Scheduled':
      return 'It waits in the queue.';
    case 'Completed':
      return total === 0 ? nothingFetched(settled) : completedText();
    case 'CompletedWithGaps':
      if (failed === 0) return runSentence('Completed', files, settled);
      if (failed === total) return total === 1 ? 'Its file failed.' : `All ${all} failed.`;
      return failed + inPlace === total
        ? `${numberText(failed)} of ${all} failed; the rest is in place.`
        : `${numberText(failed)} of ${all} failed; ${[
            areText(inPlace, 'in place'),
            ...(absent > 0 ? [areText(absent, 'not in the archive')] : []),
            ...(disputed > 0 ? [areText(disputed, 'disputed')] : []),
          ].join(', ')}.`;
    case 'Failed':
      return total === 0
        ? 'It failed before any file was fetched.'
        : `It failed with ${numberText(left)} of ${all} left.`;
    case 'Crashed':
      return `Its process died with ${numberText(left)} of ${all} left. Resume continues it.`;
    case 'Cancelled':
      return `It was stopped with ${numberText(left)} of ${all} left. Resume continues it.`;
    case 'Paused':
      return `It is paused with ${numberText(left)} of ${all} left.`;
    default:
      return total === 0
        ? 'It is being planned.'
        : `${numberText(total - left)} of ${all} ${have} ended${failed > 0 ? `, ${numberText(failed)} failed` : ''}.`;
  }
}

function nothingFetched(settled: number): string {
  if (settled === 0) return 'Nothing had to be fetched.';
  return settled === 1
    ? 'Nothing had to be fetched: its file was settled before.'
    : `Nothing had to be fetched: all ${counted(settled, 'file')} were settled before.`;
}

function areText(count: number, what: string): string {
  return `${numberText(count)} ${count === 1 ? 'is' : 'are'} ${what}`;
}
