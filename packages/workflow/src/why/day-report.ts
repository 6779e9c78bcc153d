import type {
  ChangeRecord,
  DisputeRecord,
  Hole,
  ObjectRecord,
  PartitionRecord,
  RowFindingRecord,
  RunSummary,
  TaskRecord,
  VersionRecord,
} from '@tapehaul/catalog';
import { DAY_STATE_SPECS } from '@tapehaul/coverage';
import type { PlanBasis } from '../plan-basis.ts';
import { existsInArchive, type Outlook, outlookOf } from './outlook.ts';
import { dayRows } from './row-report.ts';
import type { DayReport } from './why-report.ts';

/** What a record has about one day. */
export interface DayFacts {
  /** Its state, and what found it out. */
  readonly known: Hole;
  /** The run and the task that found it out; for a held day those that brought it. */
  readonly run: RunSummary | undefined;
  /** What the plan of that run went by, where that is known. */
  readonly plan: PlanBasis | undefined;
  readonly task: TaskRecord | undefined;
  /** The recorded files that hold it, the one that counts first. */
  readonly files: readonly ObjectRecord[];
  /** Former versions of its files, the newest first. */
  readonly versions: readonly VersionRecord[];
  readonly change: ChangeRecord | undefined;
  readonly dispute: DisputeRecord | undefined;
  /** The files of its table that have the day, and what was found in its rows. */
  readonly partitions: readonly PartitionRecord[];
  readonly findings: readonly RowFindingRecord[];
}

/** What a record says of a day, from its facts. `today` is a UTC day. */
export function dayReport(facts: DayFacts, today: string): DayReport {
  const { known, change, dispute } = facts;
  const { state, first: day, fault } = known;
  return {
    day,
    state,
    meaning: isRemoved(facts) ? REMOVED : DAY_STATE_SPECS[state].meaning,
    fault,
    requested: state !== 'unknown' || isRemoved(facts),
    exists: existsInArchive(state),
    answer: answerOf(facts),
    files: facts.files.map(fileOf),
    versions: facts.versions.map(reportedVersion),
    change: change === undefined ? null : changeOf(change),
    dispute: dispute === undefined ? null : disputeOf(dispute),
    rows: dayRows(known.series.market, day, facts.partitions, facts.findings),
    ...(mayBeInMonth(facts) ? IN_MONTH : outlookOf(state, day, today)),
    remedy: known.remedy,
  };
}

/** Of a day that is missing, and that a disputed monthly file may hold. */
const IN_MONTH: Outlook = {
  will_come: 'possible',
  outlook:
    'Possibly: its monthly file contradicts its checksum, and may hold the day; you can accept that file.',
};

function mayBeInMonth({ known: { state }, dispute }: DayFacts): boolean {
  const isMissing = state === 'gap' || state === 'absent';
  return isMissing && dispute?.state === 'open' && dispute.partition === 'monthly';
}

const REMOVED = 'was requested, and its file was removed';

/** Whether a day was requested, and is forgotten because its file was removed on purpose. */
function isRemoved({ known, task }: DayFacts): boolean {
  return known.state === 'unknown' && task !== undefined;
}

/** States that the disk brings about, which no task has found out. */
const OF_THE_DISK: ReadonlySet<string> = new Set(['unknown', 'gone', 'corrupt']);

function answerOf(facts: DayFacts): DayReport['answer'] {
  const { known, run, plan, task, files, dispute } = facts;
  const { state, evidence } = known;
  const reason = isRemoved(facts) ? REMOVED : known.reason;
  const found = OF_THE_DISK.has(state) ? undefined : (task?.updatedAt ?? run?.plannedAt ?? run?.startedAt);
  const held = DAY_STATE_SPECS[state].held ? files[0] : undefined;
  const disputedAt = state === 'disputed' ? dispute?.lastSeenAt : undefined;
  const at = held?.recordedAt ?? disputedAt ?? found ?? null;
  return {
    reason,
    evidence,
    at: at === null ? null : iso(at),
    run_id: run?.runId ?? held?.runId ?? known.runId,
    run_state: run?.state ?? null,
    flow: run?.flow ?? null,
    planned_by: plan?.by ?? null,
    plan_warning: plan?.warning ?? null,
    task_id: task?.taskId ?? known.taskId,
    task_state: task?.state ?? null,
    attempts: task?.attempts ?? 0,
  };
}

function fileOf(object: ObjectRecord): DayReport['files'][number] {
  const { key, path, partition, bytes, sha256, proof, depth, etag, lastModified, runId, recordedAt } = object;
  const known = { key, path, partition, bytes, sha256, proof, depth, etag, last_modified: lastModified };
  return { ...known, run_id: runId, recorded_at: iso(recordedAt) };
}

function reportedVersion(version: VersionRecord): DayReport['versions'][number] {
  const { key, path, bytes, sha256, lastModified, runId, supersededAt } = version;
  const known = { key, path, bytes, sha256, last_modified: lastModified };
  return { ...known, run_id: runId, superseded_at: iso(supersededAt) };
}

function changeOf({ kind, key, runId, at }: ChangeRecord): DayReport['change'] {
  return { kind, key, run_id: runId, at: iso(at) };
}

function disputeOf(dispute: DisputeRecord): DayReport['dispute'] {
  const { key, state, sha256, publishedSha256, quarantinePath, decidedBy, decidedAt, reason } = dispute;
  return {
    key,
    state,
    sha256,
    published_sha256: publishedSha256,
    quarantine_path: state === 'open' ? quarantinePath : null,
    first_run_id: dispute.firstRunId,
    first_seen_at: iso(dispute.firstSeenAt),
    last_seen_at: iso(dispute.lastSeenAt),
    decided_by: decidedBy,
    decided_at: decidedAt === null ? null : iso(decidedAt),
    reason,
  };
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
