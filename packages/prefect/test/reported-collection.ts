import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Simulator, startSimulator, syntheticSource } from '@tapehaul/archive-simulator';
import { parseConfig } from '@tapehaul/config';
import { networkOf } from '@tapehaul/network';
import { ArchiveCollectionWorkflow, type CollectionResult, resumeCollection } from '@tapehaul/workflow';
import type { PrefectFigures } from '../src/index.ts';
import { PrefectReport, prefectSettings, type ReportOptions } from '../src/index.ts';

/** Short times, so that a test sees waits end. */
export const QUICK = {
  everyMs: 10,
  timeoutMs: 10_000,
  checkMs: 30,
  backOffMs: 10,
  longestBackOffMs: 40,
  endMs: 10_000,
};

/** An archive, an output directory, and collections that are reported. */
export interface ReportedPlace extends AsyncDisposable {
  readonly archive: Simulator;
  readonly directory: string;
  /** Collects ten small files and reports that to the API. */
  collect(apiUrl: string, options?: PlayOptions): Promise<Reported>;
  /** Continues the newest run, with what failed or without. */
  continueRun(apiUrl: string, how: 'resume' | 'retry', options?: PlayOptions): Promise<Reported>;
}

/** What a collection is played with. */
export interface PlayOptions extends Partial<Omit<ReportOptions, 'settings' | 'network'>> {
  readonly env?: Readonly<Record<string, string>>;
  readonly config?: object;
  /** Stops it gently. */
  readonly gently?: AbortSignal;
}

/** How a collection has ended, and its report. */
export interface Reported {
  readonly result: CollectionResult;
  readonly figures: PrefectFigures;
}

const REQUEST = {
  markets: ['spot'],
  symbols: ['BTCUSDT'],
  data_types: ['klines'],
  intervals: ['1h'],
  date_range: { start: '2025-07-01', end: '2025-07-10' },
  engine: 's3',
  task_retry_attempts: 1,
  task_retry_delay_seconds: 0,
  retry_attempts: 0,
};

/** Starts such a place. */
export async function reportedPlace(): Promise<ReportedPlace> {
  const archive = await startSimulator({
    source: syntheticSource({ maxRows: 20, now: new Date('2025-08-01') }),
  });
  const directory = await mkdtemp(join(tmpdir(), 'tapehaul-prefect-run-'));
  const reported = async (
    apiUrl: string,
    { env = {}, config: _, gently: __, ...options }: PlayOptions,
    run: (report: PrefectReport) => Promise<CollectionResult>,
  ): Promise<Reported> => {
    const settings = prefectSettings({ PREFECT_API_URL: apiUrl, ...env });
    const report = new PrefectReport({ settings, network: networkOf({}), timing: QUICK, ...options });
    const result = await run(report);
    return { result, figures: await report.end({ result }) };
  };
  return {
    archive,
    directory,
    collect: (apiUrl, options = {}) =>
      reported(apiUrl, options, ({ onState, onEvent, onLog }) => {
        const source = { endpoint: archive.url };
        const config = parseConfig({ ...REQUEST, output_directory: directory, source, ...options.config });
        const stop = options.gently === undefined ? {} : { gently: options.gently };
        return new ArchiveCollectionWorkflow(config, { onState, onEvent, onLog, env: {} }).execute(stop);
      }),
    continueRun: (apiUrl, how, options = {}) =>
      reported(apiUrl, { ...options, continues: how }, ({ onState, onEvent, onLog }) =>
        resumeCollection(directory, { failed: how === 'retry', onState, onEvent, onLog, env: {} }),
      ),
    async [Symbol.asyncDispose]() {
      await archive.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
