import { readdirSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseConfig } from '@tapehaul/config';
import { migrateQueue } from '@tapehaul/fleet-pgboss';
import {
  ArchiveCollectionWorkflow,
  type CollectionResult,
  type WorkflowEvent,
  type WorkflowOptions,
} from '@tapehaul/workflow';
import { type BatchEngine, openFleetEngine, prepareDatabase } from '@tapehaul/workflow/fleet';
import { expect } from 'vitest';
import { directory, output, simulator, startCommand } from './collection.ts';

/** How long something may take on a busy machine. */
export const WAIT = { timeout: 60_000, interval: 100 };

/** Heartbeat of workers in tests, in seconds: the least that the queue accepts. */
const HEARTBEAT_SECONDS = 10;

/** Prepares a database, and lets this process keep its records there. */
export async function useDatabase(url: string): Promise<void> {
  process.env.TAPEHAUL_RECORD_URL = url;
  await prepareDatabase();
  await migrateQueue(url, HEARTBEAT_SECONDS);
}

/** A run that this process coordinates. */
export interface FleetRun {
  readonly result: Promise<CollectionResult>;
  readonly events: WorkflowEvent[];
  readonly stop: AbortController;
  /** Resolves once that many files have an outcome. */
  reaches(files: number): Promise<void>;
  close(): Promise<void>;
}

/** What a fleet collects here: three years of three symbols, a file a day, in four batches. */
export function fleetRequest(): object {
  return {
    markets: ['spot'],
    symbols: ['BNBUSDT', 'BTCUSDT', 'ETHUSDT'],
    data_types: ['klines'],
    intervals: ['1d'],
    partition: 'daily',
    planning: 'matrix',
    date_range: { start: '2021-01-01', end: '2023-12-31' },
    durability: 'none',
    output_directory: output,
    task_retry_delay_seconds: 0,
    retry_attempts: 0,
    source: { endpoint: simulator.url },
  };
}

/** Starts the run that {@link fleetRequest} requests. */
export async function startFleetRun(more: object = {}, options: WorkflowOptions = {}): Promise<FleetRun> {
  const fleet: BatchEngine = await openFleetEngine();
  const config = parseConfig({ ...fleetRequest(), ...more });
  const events: WorkflowEvent[] = [];
  const stop = new AbortController();
  const onEvent = (event: WorkflowEvent): void => void events.push(event);
  const result = new ArchiveCollectionWorkflow(config, { ...options, fleet, onEvent }).execute({
    signal: stop.signal,
  });
  result.catch(() => {});
  const done = (): number => {
    const last = events.findLast((event) => event.kind === 'fleet');
    return last?.kind === 'fleet' ? (last.files.Completed?.tasks ?? 0) : 0;
  };
  const reaches = (files: number): Promise<void> => expect.poll(done, WAIT).toBeGreaterThanOrEqual(files);
  return {
    ...{ result, events, stop, reaches },
    async close() {
      stop.abort();
      await result.catch(() => {});
      await fleet.close();
    },
  };
}

/** A worker in a process of its own, and the lines that it has printed. */
export interface WorkerProcess {
  readonly child: ReturnType<typeof startCommand>;
  readonly lines: Record<string, unknown>[];
  /** Resolves once a line of that kind was printed, with it; rejects where the worker ends before. */
  line(kind: string): Promise<Record<string, unknown>>;
}

/** Variable of the environment by which programs are found that workers have started. */
const MARK = 'TAPEHAUL_TEST_FOLDER';

/** Ids of the processes that workers of this test are, or have started, and that still run. Linux only. */
export function workerProcesses(): number[] {
  const mark = `${MARK}=${directory}`;
  return readdirSync('/proc')
    .map(Number)
    .filter((id) => id > 0 && id !== process.pid && environmentOf(id).includes(mark));
}

/** The environment that a process was started with; nothing of one that has ended. */
function environmentOf(id: number): string[] {
  try {
    return readFileSync(`/proc/${id}/environ`, 'utf8').split('\0');
  } catch {
    return [];
  }
}

/** Starts `tapehaul worker --json`. */
export function startWorker(args: readonly string[] = [], env: NodeJS.ProcessEnv = {}): WorkerProcess {
  const child = startCommand(['worker', '--json', ...args], { [MARK]: directory, ...env });
  const lines: Record<string, unknown>[] = [];
  const listeners = new Set<() => void>();
  createInterface({ input: child.stdout }).on('line', (text) => {
    lines.push(JSON.parse(text));
    for (const listener of listeners) listener();
  });
  const line = (kind: string): Promise<Record<string, unknown>> =>
    new Promise((resolve, reject) => {
      const check = (): void => {
        const found = lines.find((it) => it.kind === kind);
        if (found !== undefined) resolve(found);
      };
      listeners.add(check);
      check();
      void child.then(({ exitCode, stderr }) =>
        reject(new Error(`the worker ended with ${exitCode} before ${kind}: ${stderr}`)),
      );
    });
  return { child, lines, line };
}
