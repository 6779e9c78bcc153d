import { type CatalogReader, everyRow, type TaskRecord } from '@tapehaul/catalog';
import { CODES, type ErrorCode, type ErrorRecord, failureAdvice, TapehaulError } from '@tapehaul/errors';
import * as z from 'zod';
import { FAILED_FILE_STATES } from '../file/file-states.ts';
import { objectOfTask } from '../file/recorded-object.ts';
import { verdictRecordOf } from '../plan/records/gap-record.ts';
import type { PlanWarning } from '../plan/records/plan-warning.ts';
import type { VerdictRecord } from '../plan/records/verdict-record.ts';
import type { AbsentFiles } from './absent-files.ts';
import { readErrors } from './batch-report.ts';
import type { WorkflowEvent } from './events.ts';
import { fileTasks } from './file-tasks.ts';

/** A file that could not be had. */
export interface Failure {
  readonly key: string;
  readonly attempts: number;
  readonly error: ErrorRecord;
}

/** A file that contradicts its checksum, as results list it. */
export const disputeFinding = z
  .object({
    key: z.string(),
    is_new: z
      .boolean()
      .describe(
        'Found by this run; else it is known from an earlier run, and the archive has changed nothing.',
      ),
    sha256: z.string().describe('Digest of the file.'),
    published_sha256: z.string().describe('Digest that its sidecar publishes.'),
    first_run_id: z.string().describe('The run that met it first.'),
    quarantined: z
      .string()
      .nullable()
      .describe('Where the file was put aside, below the output directory; null where it could not be kept.'),
  })
  .readonly()
  .describe('A file that contradicts its checksum.');

/** A file that contradicts its checksum, as results list it. */
export type DisputeFinding = z.output<typeof disputeFinding>;

/** What a run found out that its result lists. */
export interface RunFindings {
  readonly verdicts: VerdictRecord[];
  /** These three are read again where other processes do the files of the run. */
  absent: string[];
  failures: Failure[];
  disputes: DisputeFinding[];
  readonly warnings: PlanWarning[];
}

/** What a run found out of its files. */
export type FileFindings = Pick<RunFindings, 'absent' | 'failures' | 'disputes'>;

/**
 * What a run has found out by now; nothing while its plan is not stored, since storing it reports it again. Its absent files are
 * added to `absentFiles`.
 */
export async function findingsOf(
  catalog: CatalogReader,
  runId: string,
  phase: 'new' | 'planned',
  absentFiles: AbsentFiles,
): Promise<RunFindings> {
  if (phase === 'new') return { verdicts: [], absent: [], failures: [], disputes: [], warnings: [] };
  return {
    verdicts: await Array.fromAsync(everyRow(catalog.gaps(runId)), verdictRecordOf),
    ...(await readFileFindings(catalog, runId, absentFiles)),
    warnings: [],
  };
}

/** What the record says that a run has found out of its files by now. Its absent files are added to `absentFiles`. */
export async function readFileFindings(
  catalog: CatalogReader,
  runId: string,
  absentFiles: AbsentFiles,
): Promise<FileFindings> {
  return {
    absent: await Array.fromAsync(everyRow(fileTasks(catalog, runId, ['Absent'])), ({ taskId }) => {
      const object = objectOfTask(taskId);
      if (object !== undefined) absentFiles.add(object);
      return taskId;
    }),
    failures: await readFailures(catalog, runId),
    disputes: await readDisputes(catalog, runId),
  };
}

/** Failed files, each with the error that a worker has reported of it, else with what the record of its task has of that and what its code calls for. */
async function readFailures(catalog: CatalogReader, runId: string): Promise<Failure[]> {
  const tasks = everyRow(fileTasks(catalog, runId, FAILED_FILE_STATES));
  const failures = await Array.fromAsync(tasks, failureOf);
  if (failures.length === 0) return failures;
  const reported = await readErrors(catalog, runId);
  return failures.map((failure) => {
    const error = reported.get(failure.key);
    const isSame = error?.code === failure.error.code && error.message === failure.error.message;
    return isSame ? { ...failure, error } : failure;
  });
}

/** Adds what an event says to the findings. */
export function note(
  { verdicts, absent, failures, disputes, warnings }: RunFindings,
  event: WorkflowEvent,
): void {
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
  if (error?.code !== 'checksum_disputed') return;
  const found = disputeFacts.safeParse(error.facts);
  if (!found.success) return;
  const { found: sha256, expected: published_sha256, first_run_id, quarantined } = found.data;
  disputes.push({ key, is_new: status === 'failed', sha256, published_sha256, first_run_id, quarantined });
}

const disputeFacts = z.object({
  found: z.string(),
  expected: z.string(),
  first_run_id: z.string(),
  quarantined: z.string().nullable(),
});

/** The disputes that a run has met by now. */
export async function readDisputes(catalog: CatalogReader, runId: string): Promise<DisputeFinding[]> {
  const findings: DisputeFinding[] = [];
  for await (const tasks of fileTasks(catalog, runId, ['Disputed', 'Corrupt'])) {
    const records = await catalog.disputesOf(tasks.map(({ taskId }) => taskId));
    for (const { taskId: key, state } of tasks) {
      const dispute = records.get(key);
      if (dispute === undefined) continue;
      const { sha256, publishedSha256, firstRunId, quarantinePath } = dispute;
      const digests = { sha256, published_sha256: publishedSha256 };
      const where = { first_run_id: firstRunId, quarantined: quarantinePath };
      findings.push({ key, is_new: state !== 'Disputed', ...digests, ...where });
    }
  }
  return findings;
}

function failureOf({ taskId: key, attempts, errorCode, errorMessage }: TaskRecord): Failure {
  const code: ErrorCode = errorCode !== null && isErrorCode(errorCode) ? errorCode : 'internal';
  const { hint } = failureAdvice(code);
  return { key, attempts, error: new TapehaulError(code, errorMessage ?? '', { hint }).toJSON() };
}

function isErrorCode(code: string): code is ErrorCode {
  return code in CODES;
}
