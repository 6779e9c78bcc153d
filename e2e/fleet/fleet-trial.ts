import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Simulator, startSimulator, syntheticSource } from '@tapehaul/archive-simulator';
import type { BatchRecord } from '@tapehaul/catalog';
import { parseConfig } from '@tapehaul/config';
import type { BatchEngine } from '@tapehaul/fleet';
import { migrateQueue, openPgboss } from '@tapehaul/fleet-pgboss';
import { openTemporal } from '@tapehaul/fleet-temporal';
import { startPostgres } from '@tapehaul/testkit/postgres';
import { startTemporal, type Temporal } from '@tapehaul/testkit/temporal';
import {
  ArchiveCollectionWorkflow,
  type CollectionResult,
  openRecord,
  type WorkflowEvent,
  type WorkflowOptions,
} from '@tapehaul/workflow';
import { prepareDatabase } from '@tapehaul/workflow/fleet';
import { type Disturbances, disturb, disturbancesOf } from './disturb.ts';
import { digestsBelow, OutputWatcher } from './output-watcher.ts';
import { Progress } from './progress.ts';
import { verify, Workers } from './workers.ts';

/** What is tried. */
export interface FleetTrial extends Disturbances {
  readonly engine: 'pgboss' | 'temporal';
  readonly downloader: 's3' | 's5cmd';
  /** Symbols, each with a file for each of `DAYS`. */
  readonly symbols: number;
  /** How long the archive takes to answer while there are disturbances, in milliseconds. */
  readonly latencyMs: number;
  /** Folder for everything; one that was made for this. */
  readonly directory: string;
}

/** What came of it; `problemsOf` judges it. */
export interface FleetReport {
  readonly files: number;
  readonly result: CollectionResult;
  /** Output directory of the run that was disturbed. */
  readonly output: string;
  /** Output directory of the same run on one machine, left alone. */
  readonly alone: string;
  readonly aloneRun: string;
  /** What happened, each with its time in seconds. */
  readonly happened: readonly string[];
  /** How many disturbances were requested. */
  readonly requested: number;
  /** Paths that showed other bytes than those of the archive, at any time. */
  readonly unproved: readonly string[];
  readonly batches: readonly BatchRecord[];
  /** What `tapehaul verify` finds wrong; empty where all is intact. */
  readonly verified: string;
  /** Processes that workers have left behind. */
  readonly processes: number;
  /** Seconds that the run took. */
  readonly seconds: number;
}

/** Files of a symbol: a file a day of three years. */
const DAYS = 1_095;
const WORKERS = 3;
/** The least that pg-boss accepts. */
const HEARTBEAT_SECONDS = 10;
const SYMBOLS = ['BNBUSDT', 'BTCUSDT', 'ETHUSDT', 'LTCUSDT', 'XRPUSDT'];

/**
 * Collects on a fleet of three processes of the bundled command from a slow archive, kills and stops them and what they depend on, and lets the run
 * end. The same was collected by one machine before, undisturbed.
 */
export async function fleetTrial(trial: FleetTrial): Promise<FleetReport> {
  const { directory, engine, latencyMs } = trial;
  await mkdir(directory, { recursive: true });
  await using archive = await startSimulator({ source: syntheticSource({ maxRows: 20 }) });
  await using postgres = await startPostgres({ durable: true });
  const temporal = engine === 'temporal' ? await startTemporal() : undefined;
  const workers = new Workers(directory, archive.url);
  try {
    const alone = await collect(trial, archive, 'alone');
    const url = await postgres.createDatabase('trial');
    process.env.TAPEHAUL_RECORD_URL = url;
    await prepareDatabase();
    await migrateQueue(url, HEARTBEAT_SECONDS);
    for (let count = 0; count < WORKERS; count++) workers.start(variables(url, temporal));
    await workers.ready();
    archive.faults.add({ key: /./, fault: { kind: 'delay', milliseconds: latencyMs } });
    const fleet = await openEngine(url, temporal);
    const output = join(directory, 'fleet');
    const watcher = new OutputWatcher(output, await digestsBelow(join(directory, 'alone')));
    const started = performance.now();
    const progress = new Progress(trial.symbols * DAYS);
    const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
    const onEvent = (event: WorkflowEvent): void => {
      progress.onEvent(event);
      if (event.kind === 'fleet' && event.workers.length === WORKERS) begin();
    };
    const running = collect(trial, archive, 'fleet', { fleet, onEvent });
    // A worker that has no batch yet would lose none.
    await Promise.race([begun, running]);
    const servers = { postgres, temporal };
    const happened = await disturb(trial, { workers, servers, running, progress: () => progress.part });
    const requested = disturbancesOf(trial, temporal === undefined ? 1 : 2);
    archive.faults.clear();
    const result = await running;
    const seconds = (performance.now() - started) / 1_000;
    await workers.end();
    await fleet.close();
    const unproved = await watcher.end();
    const batches = await batchesOf(output, result);
    const verified = await verify(output);
    const processes = workers.leftBehind().length;
    const files = trial.symbols * DAYS;
    const places = { output, alone: join(directory, 'alone'), aloneRun: alone.run_id };
    return { files, result, ...places, happened, requested, unproved, batches, verified, processes, seconds };
  } finally {
    delete process.env.TAPEHAUL_RECORD_URL;
    await workers.kill();
    await temporal?.close();
  }
}

/** What processes of the fleet have in their environment. */
function variables(url: string, temporal: Temporal | undefined): NodeJS.ProcessEnv {
  if (temporal === undefined) return { TAPEHAUL_RECORD_URL: url };
  return {
    TAPEHAUL_RECORD_URL: url,
    TAPEHAUL_FLEET_ENGINE: 'temporal',
    TEMPORAL_ADDRESS: temporal.address,
    // The engine is a package beside the bundled command, here its sources.
    NODE_OPTIONS: '--conditions=@tapehaul/source',
  };
}

function openEngine(url: string, temporal: Temporal | undefined): Promise<BatchEngine> {
  if (temporal === undefined) return openPgboss({ url });
  return openTemporal({ address: temporal.address, heartbeatSeconds: HEARTBEAT_SECONDS });
}

/** Collects into a folder of that name: here, or on a fleet. */
function collect(
  { directory, downloader, symbols }: FleetTrial,
  archive: Simulator,
  name: string,
  options: WorkflowOptions = {},
): Promise<CollectionResult> {
  const config = parseConfig({
    markets: ['spot'],
    symbols: SYMBOLS.slice(0, symbols),
    data_types: ['klines'],
    intervals: ['1d'],
    ...{ partition: 'daily', planning: 'matrix', durability: 'none' },
    date_range: { start: '2021-01-01', end: '2023-12-31' },
    output_directory: join(directory, name),
    ...{ engine: downloader, max_parallel_downloads: 32, task_retry_delay_seconds: 0 },
    source: { endpoint: archive.url },
  });
  return new ArchiveCollectionWorkflow(config, options).execute();
}

async function batchesOf(output: string, { run_id }: CollectionResult): Promise<readonly BatchRecord[]> {
  const record = await openRecord(output);
  try {
    return (await record.batches(run_id, { limit: 1_000 })).rows;
  } finally {
    await record.close();
  }
}
