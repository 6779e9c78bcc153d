import { bytesText, counted } from '../../../words/amounts.ts';
import type { PlanAnswer } from './plan-answer.ts';
import { roomOf } from './plan-answer.ts';

/** What is known of a draft when its user wants to start it. */
export interface Readiness {
  /** Why the JSON cannot be read. */
  readonly fault: string | undefined;
  /** Problems that the check found; undefined while it has not answered for what is written now. */
  readonly problems: number | undefined;
  /** The plan of what is written now; undefined while there is none. */
  readonly plan: PlanAnswer | undefined;
  /** Whether planning was refused or failed. */
  readonly planFailed: boolean;
  /** Whether tables are built of what is held in the end. */
  readonly buildsTables: boolean;
  readonly scope: 'read' | 'write';
  readonly isStarting: boolean;
}

/** What the button says, and why it is off: undefined when it can be pressed. */
export interface StartButton {
  readonly label: string;
  readonly reason: string | undefined;
}

/** The start button names what it starts; until that can be started, the reason why not. */
export function startButton(ready: Readiness): StartButton {
  return { label: labelOf(ready), reason: reasonOf(ready) };
}

function labelOf({ plan, buildsTables }: Readiness): string {
  if (plan === undefined) return 'Start';
  const { fetch_files, fetch_bytes, estimated_files, files } = plan.summary;
  if (fetch_files === 0 && buildsTables && isHeld(plan)) return 'Build tables of what is held';
  if (fetch_files === 0) return files === 0 ? 'Start' : `Check ${counted(files, 'file')} in place`;
  return `Start ${counted(fetch_files, 'file')}, ${estimated_files > 0 ? 'about ' : ''}${bytesText(fetch_bytes)}`;
}

/** Whether there is nothing to fetch since all that exists is held. */
function isHeld({ summary: { files, settled } }: PlanAnswer): boolean {
  return files === 0 && (settled?.held ?? 0) > 0;
}

function reasonOf(ready: Readiness): string | undefined {
  const { fault, problems, plan, planFailed, scope, isStarting, buildsTables } = ready;
  if (scope === 'read') return 'Your token may only read: sign in with one that may write.';
  if (isStarting) return 'The run is being started.';
  if (fault !== undefined) return 'The JSON cannot be read yet.';
  if (problems === undefined) return 'The configuration is being checked.';
  if (problems > 0) return `${counted(problems, 'problem')} must be solved first.`;
  if (planFailed) return 'It could not be planned: see the preview.';
  if (plan === undefined) return 'The plan is being made.';
  if (plan.summary.files === 0) {
    if (!isHeld(plan)) return 'The archive has no files for this.';
    return buildsTables ? undefined : 'Nothing to fetch: what exists is held.';
  }
  const room = roomOf(plan);
  if (room === undefined || room.fits) return undefined;
  return `It needs ${bytesText(room.needs)}, and ${bytesText(room.free)} are free.`;
}
