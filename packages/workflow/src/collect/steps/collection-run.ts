import type { Catalog, SeenSeries } from '@tapehaul/catalog';
import type { CollectionConfig, Matrix } from '@tapehaul/config';
import type { Downloader, RequestPace } from '@tapehaul/downloader';
import type { Network } from '@tapehaul/network';
import type { TaskContext, TaskCounts } from '@tapehaul/orchestrator';
import type { BucketTarget } from '@tapehaul/s3';
import type { RunDisputes } from '../../disputes/run-disputes.ts';
import type { ServerAccess } from '../../engines/access.ts';
import type { OtherRoute } from '../../engines/other-route.ts';
import type { ValueOrigin } from '../../engines/value-origin.ts';
import type { EventHub } from '../../events/hub.ts';
import type { TablesSummary } from '../../events/table-events.ts';
import type { PlanFingerprint } from '../../plan/plan-fingerprint.ts';
import type { SettledCounts } from '../../plan/settled/settled-counts.ts';
import type { RunCoverage } from '../../result/days/run-coverage.ts';
import type { ClaimedFiles } from '../batches/claimed-files.ts';

/** Plans the days of months that the archive turned out not to have. */
export interface AbsentMonths {
  /** Plans them, and gives whether the run has more to fetch since. */
  plan(waiting: Pick<TaskContext, 'signal' | 'log'>): Promise<boolean>;
  /** Whether days are to be planned yet. */
  isDue(): Promise<boolean>;
}

/** Has the files of a run done by other processes. */
export interface FilesElsewhere {
  /**
   * Resolves once no file of the plan is left; `onEnded` receives how many have ended since the last time. Rejects with what stopped the run, and
   * with what no other process could do better.
   */
  work(waiting: Pick<TaskContext, 'signal' | 'log'>, onEnded: (ended: TaskCounts) => void): Promise<void>;
}

/**
 * Has a large plan of a run on a fleet made in parts, and gives the bytes that are left to fetch; undefined for any other, which its owner makes by itself. Rejects
 * as planning does.
 */
export type PlanInParts = (
  run: Omit<CollectionRun, 'followUps'>,
  matrix: Matrix,
  waiting: Pick<TaskContext, 'signal' | 'log'>,
) => Promise<number | undefined>;

/** One collection while it runs: what the steps of the flow work with. */
export interface CollectionRun {
  readonly runId: string;
  readonly config: CollectionConfig;
  /** Whether the plan still has to be made, or is stored in whole: read once, and changed by the step that stores it. */
  phase: 'new' | 'planned';
  /** Requested days by series, counted by the last step of the run; null until then. */
  coverage: RunCoverage | null;
  /** What was built of tables; null until then, and where none are requested. */
  tables: TablesSummary | null;
  /** What the archive is known to hold; read from the file that the configuration names when not given. */
  readonly matrix: Matrix | undefined;
  /** The UTC day that decides what can be published. */
  readonly today: string;
  /** The plan that the run was started from; undefined where it was not started from one. */
  readonly plan: PlanFingerprint | undefined;
  /** Output directory, absolute. */
  readonly root: string;
  /** Absolute path or address that files go below. */
  readonly storage: string;
  /** The bucket that files go to, or the output directory. */
  readonly target: string | BucketTarget;
  /** Run before this one whose plan was stored in whole; undefined when there is none. */
  readonly formerRunId: string | undefined;
  readonly catalog: Catalog;
  /** The files that this process works on. */
  readonly files: ClaimedFiles;
  /** Has the files done by a fleet; undefined where this process does them. */
  readonly fleet: FilesElsewhere | undefined;
  readonly planInParts: PlanInParts;
  /** How to connect. */
  readonly network: Network;
  /** Where values of the configuration came from; undefined where nobody says. */
  readonly origins: ReadonlyMap<string, ValueOrigin> | undefined;
  readonly downloader: Downloader;
  /** What object and sidecar contradict each other. */
  readonly disputes: RunDisputes;
  /** The days of which the record had the answer, as the plan was made; nothing of a plan that was stored before. */
  readonly settledDays: SettledCounts;
  /** What the plan has gone through by series; recorded once all files are settled. */
  readonly seen: SeenSeries[];
  /** Whether the source can be reached in another way where plain S3 finds none. */
  readonly otherRoute: OtherRoute | undefined;
  /** Lets requests to the source begin, all of this process for the run; undefined where the configuration has no rate. */
  readonly pace: RequestPace | undefined;
  /** How the source may be reached. */
  readonly access: ServerAccess;
  /** Plans the days of months that turn out not to exist. */
  readonly followUps: AbsentMonths;
  /** Receives whatever the steps have to report. */
  readonly hub: Pick<EventHub, 'emit' | 'inPlace' | 'count'>;
}
