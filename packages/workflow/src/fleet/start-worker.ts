import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import type { SharedRecords } from '@tapehaul/catalog';
import { makeDirectory } from '@tapehaul/downloader';
import { asTapehaulError, type TapehaulError } from '@tapehaul/errors';
import type { BatchEngine } from '@tapehaul/fleet';
import { coordinateRun } from '../collect/coordinate-run.ts';
import { sharedRecordsAt } from '../record-store.ts';
import { type FleetEngine, openFleetEngine } from './database/fleet-engine.ts';
import { namedDatabase } from './database/named-database.ts';
import { FleetWorker, type FleetWorkerOptions } from './fleet-worker.ts';
import { isWritable, workerStaging } from './state/worker-state.ts';
import type { WorkerCounts } from './worker-events.ts';

/** How a worker is started. */
export interface StartWorkerOptions
  extends Pick<FleetWorkerOptions, 'slots' | 'staging' | 'onEvent' | 'onRunEvent' | 'onLog' | 'metrics'> {
  /** `TAPEHAUL_FLEET_ENGINE` of the environment by default, else pgboss. */
  readonly engine?: FleetEngine;
  /** Receives what goes wrong with the queue. What is queued is kept, and work continues. */
  readonly onTrouble?: (error: TapehaulError) => void;
}

/** What a worker serves, and where. */
export interface WorkerPlace {
  /** Names the worker: host, process and four digits, so that no other one has the name. */
  readonly name: string;
  /** The database of the record, without user and password. */
  readonly database: string;
  /** Absolute path of the directory for what arrives, where the output directory of a run is not on this machine. */
  readonly staging: string;
}

/** What a worker needs, each with the error that says why it is not at hand; null where it is. */
export interface WorkerNeeds {
  /** The database answers, and has the tables that this tapehaul knows. */
  readonly database: TapehaulError | null;
  /** Files can be written to the directory for what arrives. */
  readonly staging: TapehaulError | null;
}

/** Time without a request to its engine after which a worker hangs, in milliseconds: three times as long as it ever waits. */
const HANGS_AFTER = 15_000;

/** A worker of a fleet that shares the record which the environment names. */
export class StartedWorker {
  readonly place: WorkerPlace;
  /** Resolves with trouble of this machine, such as a full disk: the worker is to be stopped. */
  readonly trouble: Promise<TapehaulError>;
  readonly #worker: FleetWorker;
  readonly #engine: BatchEngine;
  readonly #records: SharedRecords;

  constructor(worker: FleetWorker, engine: BatchEngine, records: SharedRecords, place: WorkerPlace) {
    this.place = place;
    this.trouble = worker.trouble;
    this.#worker = worker;
    this.#engine = engine;
    this.#records = records;
  }

  get counts(): WorkerCounts {
    return this.#worker.counts;
  }

  /** Whether it still requests batches, or shows that it lives: an engine that does not answer is no reason to end it. */
  get isLive(): boolean {
    const { activeAt = Date.now() } = this.#worker;
    return Date.now() - activeAt < HANGS_AFTER;
  }

  /** Whether what it needs is at hand. */
  async needs(): Promise<WorkerNeeds> {
    const [database, staging] = await Promise.all([
      this.#records.abandoned().then(() => null, asTapehaulError),
      prepareStaging(this.place.staging).then(() => null, asTapehaulError),
    ]);
    return { database, staging };
  }

  /**
   * Takes no more batches, lets files in progress end for that many milliseconds, hands in what has ended, and gives back the rest. Runs that it
   * coordinates are handed on to other workers. Never rejects.
   */
  async stop(graceMs: number): Promise<void> {
    await this.#worker.stop(graceMs);
    await this.#engine.close().catch(() => {});
  }

  /** Abandons the files in progress, also while {@link StartedWorker.stop} waits for them. */
  abandon(): void {
    this.#worker.abandon();
  }
}

/**
 * Starts a worker on the database that `TAPEHAUL_RECORD_URL` names. Rejects with a TapehaulError `config_invalid` where none is named, as the
 * record and the queue do where they cannot be reached or are not prepared, and as the file system does where nothing can be written to `staging`.
 */
export async function startWorker(options: StartWorkerOptions): Promise<StartedWorker> {
  const { engine: kind, onTrouble = () => {}, ...rest } = options;
  const name = `${hostname()}-${process.pid}-${randomBytes(2).toString('hex')}`;
  const server = namedDatabase();
  const staging = workerStaging(options.staging);
  await prepareStaging(staging);
  const records = await sharedRecordsAt(server);
  const engine = await openFleetEngine({ name, onTrouble, ...(kind === undefined ? {} : { engine: kind }) });
  const takeOver: FleetWorkerOptions['takeOver'] = async ({ root, runId }, signal) => {
    await coordinateRun(root, runId, { fleet: engine, signal });
  };
  const worker = new FleetWorker({ ...rest, staging, records, engine, name, takeOver });
  return new StartedWorker(worker, engine, records, { name, database: server.place, staging });
}

/** Makes a directory where it is missing; rejects with a TapehaulError that has it as its fact `staging` where nothing can be written into it. */
async function prepareStaging(directory: string): Promise<void> {
  try {
    await makeDirectory(directory);
    if (await isWritable(directory)) return;
  } catch (thrown) {
    throw unusable(directory, asTapehaulError(thrown));
  }
  throw unusable(
    directory,
    asTapehaulError(Object.assign(new Error('it cannot be written'), { code: 'EACCES' })),
  );
}

function unusable(staging: string, why: TapehaulError): TapehaulError {
  const message = `files cannot arrive in the staging directory ${staging}: ${why.message}`;
  return why.withMessage(message, {
    facts: { staging },
    hint: 'Name a directory that this user can create and write.',
  });
}
