import { type CatalogReader, everyRow, type TaskRecord } from '@tapehaul/catalog';
import { CODES, type ErrorCode, type ErrorRecord, TapehaulError } from '@tapehaul/errors';
import { FAILED_STATES } from '@tapehaul/orchestrator';
import { verdictRecordOf } from '../plan/gap-record.ts';
import type { PlanWarning } from '../plan/plan-warning.ts';
import type { VerdictRecord } from '../plan/verdict-record.ts';
import type { WorkflowEvent } from './events.ts';
import { fileTasks } from './file-tasks.ts';

/** A file that could not be had. */
export interface Failure {
  readonly key: string;
  readonly attempts: number;
  readonly error: ErrorRecord;
}

/** What a run found out that its result lists. */
export interface RunFindings {
  readonly verdicts: VerdictRecord[];
  readonly absent: string[];
  readonly failures: Failure[];
  readonly warnings: PlanWarning[];
}

/** What a run has found out by now; nothing while its plan is not stored, since storing it reports it again. */
export async function findingsOf(
  catalog: CatalogReader,
  runId: string,
  phase: 'new' | 'planned',
): Promise<RunFindings> {
  if (phase === 'new') return { verdicts: [], absent: [], failures: [], warnings: [] };
  return {
    verdicts: await Array.fromAsync(everyRow(catalog.gaps(runId)), verdictRecordOf),
    absent: await Array.fromAsync(everyRow(fileTasks(catalog, runId, ['Absent'])), ({ taskId }) => taskId),
    failures: await Array.fromAsync(everyRow(fileTasks(catalog, runId, FAILED_STATES)), failureOf),
    warnings: [],
  };
}

/** Adds what an event says to the findings. */
export function note({ verdicts, absent, failures, warnings }: RunFindings, event: WorkflowEvent): void {
  if (event.kind === 'verdict') {
    const { kind: _, ...verdict } = event;
    verdicts.push(verdict);
  }
  if (event.kind === 'warning') {
    const { kind: _, ...warning } = event;
    warnings.push(warning);
  }
  if (event.kind !== 'file') return;
  const { key, status, attempts, error } = event;
  if (status === 'absent') absent.push(key);
  if (status === 'failed' && error !== null) failures.push({ key, attempts, error });
}

function failureOf({ taskId: key, attempts, errorCode, errorMessage }: TaskRecord): Failure {
  const code: ErrorCode = errorCode !== null && isErrorCode(errorCode) ? errorCode : 'internal';
  return { key, attempts, error: new TapehaulError(code, errorMessage ?? '').toJSON() };
}

function isErrorCode(code: string): code is ErrorCode {
  return code in CODES;
}
