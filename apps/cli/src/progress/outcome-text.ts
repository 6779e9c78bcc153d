import { counted, grouped, visible } from '@tapehaul/errors';
import type { RunOutcome, RunProgress } from '@tapehaul/runs';
import prettyBytes from 'pretty-bytes';
import { incompleteLines } from '../show/coverage/incomplete-lines.ts';

/** How a run that was followed has ended, with its error if it has one. */
export function outcomeText({ runId, state, progress: standing, error, coverage }: RunOutcome): string {
  const files = standing === undefined || standing.files === 0 ? '' : `, ${filesText(standing)}`;
  // A run that was cancelled ended as its user wanted.
  const isShown = error !== null && error.code !== 'cancelled';
  const lines = isShown ? [`${error.message} [${error.code}]`, ...(error.hint ? [error.hint] : [])] : [];
  return [
    `run ${visible(runId)} is ${visible(state)}${files}`,
    ...lines.map(visible),
    ...incompleteLines(coverage ?? null),
  ].join('\n');
}

function filesText({ files, settled, failed, bytes }: RunProgress): string {
  const parts = [
    `${grouped(settled)} of ${counted(files, 'file')} ended`,
    ...(failed === 0 ? [] : [`${grouped(failed)} failed`]),
    prettyBytes(bytes),
  ];
  return parts.join(', ');
}
