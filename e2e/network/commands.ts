import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { parseConfig } from '@tapehaul/config';
import { asTapehaulError } from '@tapehaul/errors';
import { ArchiveCollectionWorkflow, diagnose, planCollection, type WorkflowEvent } from '@tapehaul/workflow';

/** What is tried in each network. */
export const COLUMNS = ['s3', 's5cmd', 'listing', 'plan', 'doctor'] as const;
export type Column = (typeof COLUMNS)[number];

/** How one of them ended: `ok`, or the code and exit status of its error; and what it said. */
export interface Outcome {
  readonly end: string;
  readonly message: string;
  readonly hint: string;
  /** The engine that brought the file of a collection. */
  readonly engine?: string | null;
}

/** Environment of a network: what programs need, and what a test sets. */
function environment(variables: Readonly<Record<string, string>>) {
  const { PATH, HOME, S5CMD_PATH } = process.env;
  return { PATH, HOME, S5CMD_PATH, ...variables };
}

/** Runs one of the columns against a source, in a folder of its own below another. */
export async function outcomeOf(
  column: Column,
  endpoint: string,
  variables: Readonly<Record<string, string>>,
  folder: string,
): Promise<Outcome> {
  const env = environment(variables);
  const config = parseConfig({
    markets: ['spot'],
    symbols: ['BTCUSDT'],
    data_types: ['klines'],
    intervals: ['1h'],
    date_range: { start: '2025-07-01', end: '2025-07-01' },
    source: { endpoint },
    output_directory: await mkdtemp(join(folder, `${column}-`)),
    planning: column === 'listing' || column === 'plan' ? 'listing' : 'matrix',
    engine: column === 's5cmd' ? 's5cmd' : 's3',
    timeout_seconds: 10,
    retry_attempts: 0,
    task_retry_attempts: 0,
    durability: 'none',
  });
  try {
    if (column === 'plan') {
      for await (const _ of planCollection(config, { env }));
      return OK;
    }
    if (column === 'doctor') {
      for await (const { check, status, message, remedy } of diagnose(config, env)) {
        const isOurs = check === 'source' || check === 'network';
        if (isOurs && status === 'failed') return { end: `${check} failed`, message, hint: remedy };
      }
      return OK;
    }
    const files: (string | null)[] = [];
    const onEvent = (event: WorkflowEvent): void => {
      if (event.kind === 'file') files.push(event.engine);
    };
    const { error, failures, exit_code } = await new ArchiveCollectionWorkflow(config, {
      env,
      onEvent,
    }).execute();
    const why = error ?? failures[0]?.error;
    if (why === undefined) return { ...OK, engine: files[0] ?? null };
    return { end: `${why.code}, exit ${exit_code}`, message: why.message, hint: why.hint ?? '' };
  } catch (thrown) {
    const { code, exitCode, message, hint = '' } = asTapehaulError(thrown);
    return { end: `${code}, exit ${exitCode}`, message, hint };
  }
}

const OK: Outcome = { end: 'ok', message: '', hint: '' };
