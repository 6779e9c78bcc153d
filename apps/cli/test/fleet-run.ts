import { createInterface } from 'node:readline';
import { postgresRecords } from '@tapehaul/catalog-postgres';
import { parseConfig } from '@tapehaul/config';
import { migrateQueue } from '@tapehaul/fleet-pgboss';
import {
  ArchiveCollectionWorkflow,
  type CollectionResult,
  openRecord,
  type WorkflowEvent,
} from '@tapehaul/workflow';
import { type BatchEngine, openFleetEngine, prepareDatabase } from '@tapehaul/workflow/fleet';
import { output, simulator, startCommand } from './collection.ts';

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
  /** Files that have ended, by state. */
  counts(): Promise<Record<string, number>>;
  close(): Promise<void>;
}

/** Three years of three symbols, a file a day: four batches. */
export async function startFleetRun(more: object = {}): Promise<FleetRun> {
  const fleet: BatchEngine = await openFleetEngine();
  const config = parseConfig({
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
    ...more,
  });
  const events: WorkflowEvent[] = [];
  const stop = new AbortController();
  const onEvent = (event: WorkflowEvent): void => void events.push(event);
  const result = new ArchiveCollectionWorkflow(config, { fleet, onEvent }).execute({ signal: stop.signal });
  result.catch(() => {});
  const counts = async (): Promise<Record<string, number>> => {
    const last = events.findLast((event) => event.kind === 'fleet');
    if (last?.kind !== 'fleet') return {};
    return Object.fromEntries(Object.entries(last.files).map(([state, { tasks }]) => [state, tasks]));
  };
  return {
    ...{ result, events, stop, counts },
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

/** Starts `tapehaul worker --json`. */
export function startWorker(args: readonly string[] = [], env: NodeJS.ProcessEnv = {}): WorkerProcess {
  const child = startCommand(['worker', '--json', ...args], env);
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

export { openRecord, postgresRecords };
