import type { Output, Run, UnreadableOutput } from '../../api/shapes.ts';
import { counted } from '../../words/amounts.ts';
import { sumsOf } from '../../words/runs.ts';
import { isOver } from '../../words/state-words.ts';
import { failuresOf, failureText } from '../../words/tables/failure-text.ts';
import type { Tone } from '../../words/word.ts';

/** How everything stands, as one sentence. */
export interface Verdict {
  readonly tone: Tone;
  readonly sentence: string;
  /** The run that it is about; undefined when it is about none. */
  readonly run: string | undefined;
  /** When that run ended. */
  readonly since: string | undefined;
}

/** What needs action first: sets that cannot be read, then those whose latest run failed, then what is in progress, then that all is well. */
export function verdictOf(
  outputs: readonly Output[],
  runs: readonly Run[],
  unreadable: readonly UnreadableOutput[] = [],
): Verdict {
  const [lost] = unreadable;
  if (lost !== undefined) {
    const others = unreadable.length > 1 ? `, and of ${counted(unreadable.length - 1, 'other set')}` : '';
    const sentence = `The record of ${lost.name} cannot be read${others}.`;
    return { tone: 'bad', sentence, run: undefined, since: undefined };
  }
  const newest = newestOf(runs);
  const broken = newest.filter(({ state }) => ['Failed', 'Crashed', 'CompletedWithGaps'].includes(state));
  const [worst] = [...broken].sort((a, b) => weight(b) - weight(a));
  if (worst !== undefined) {
    const others = broken.length > 1 ? `; ${counted(broken.length - 1, 'other set')} failed, too` : '';
    return {
      tone: worst.state === 'CompletedWithGaps' ? 'warn' : 'bad',
      sentence: `${troubleOf(worst)}${others}.`,
      run: worst.run_id,
      since: worst.ended_at ?? worst.started_at ?? undefined,
    };
  }
  const busy = runs.filter(({ state }) => !isOver(state));
  if (busy.length > 0) {
    const [first] = busy;
    const sets = [...new Set(busy.map(({ output_directory }) => output_directory))];
    const names = `${sets.slice(0, 3).join(', ')}${sets.length > 3 ? ' and more' : ''}`;
    const failed = busy.reduce((sum, { files }) => sum + sumsOf(files).failed, 0);
    return {
      tone: failed > 0 ? 'warn' : 'busy',
      sentence: `${busyText(busy)}: ${names}. ${failed > 0 ? `${counted(failed, 'file')} failed so far` : 'Nothing failed'}.`,
      run: busy.length === 1 ? first?.run_id : undefined,
      since: undefined,
    };
  }
  if (outputs.length === 0)
    return { tone: 'none', sentence: 'Nothing is collected yet.', run: undefined, since: undefined };
  const stopped = newest.filter(({ state }) => state === 'Cancelled');
  const [last] = stopped;
  if (last !== undefined) {
    const sentence = `${last.output_directory} was stopped before its end${stopped.length > 1 ? `, and ${counted(stopped.length - 1, 'other set')}` : ''}. Nothing failed.`;
    return { tone: 'wait', sentence, run: last.run_id, since: last.ended_at ?? undefined };
  }
  const sentence = `Nothing failed in the latest runs of ${counted(outputs.length, 'set')}.`;
  return { tone: 'good', sentence, run: undefined, since: undefined };
}

/** The latest run of each set; runs come newest first. */
function newestOf(runs: readonly Run[]): Run[] {
  const newest = new Map<string, Run>();
  for (const run of runs) if (!newest.has(run.output_directory)) newest.set(run.output_directory, run);
  return [...newest.values()];
}

/** How many collections are in progress, paused, and waiting. */
function busyText(busy: readonly Run[]): string {
  const count = (which: (state: string) => boolean): number =>
    busy.filter(({ state }) => which(state)).length;
  const [waiting, paused] = [count((state) => state === 'Scheduled'), count((state) => state === 'Paused')];
  const parts: readonly (readonly [number, string])[] = [
    [busy.length - waiting - paused, 'in progress'],
    [paused, 'paused'],
    [waiting, 'waiting'],
  ];
  const [[most = 0, first = ''] = [], ...others] = parts.filter(([number]) => number > 0);
  return [
    `${counted(most, 'collection')} ${first}`,
    ...others.map(([number, text]) => `${number} ${text}`),
  ].join(', ');
}

function weight(run: Run): number {
  const { files, months } = failuresOf(run);
  return (run.state === 'CompletedWithGaps' ? 0 : 1e12) + files + months;
}

function troubleOf(run: Run): string {
  const { state, output_directory: set } = run;
  if (state === 'Crashed') return `The collection of ${set} crashed`;
  const failures = failuresOf(run);
  if (failures.files + failures.months > 0) return `${failureText(failures)} failed in ${set}`;
  return `The collection of ${set} failed`;
}
