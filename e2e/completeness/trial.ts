import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSimulator } from '@tapehaul/archive-simulator';
import { type CollectionConfig, parseConfig } from '@tapehaul/config';
import {
  ArchiveCollectionWorkflow,
  coveredSeries,
  explainDays,
  openRecord,
  planCollection,
  type WorkflowEvent,
} from '@tapehaul/workflow';
import { flawedArchive, noFlaws } from './flawed-archive.ts';
import type { Situation } from './situations.ts';
import { daysIn, Tally } from './tally.ts';

/** What tapehaul says of a situation, in the words of the table of docs/completeness.md. */
export interface Answers {
  /** Files by what is done about them, and days by verdict. */
  readonly plan: string;
  /** Files by how they end. */
  readonly collect: string;
  /** Days by state. */
  readonly coverage: string;
  /** Days by whether `tapehaul why` says that they will come. */
  readonly why: string;
  /** Days that are missing or still to come, by whose fault it is. */
  readonly missing: string;
  /** Exit status of the plan, of the collection, and of the same collection again. */
  readonly exit: string;
  /** The same with `--fail-on missing`. */
  readonly strict: string;
}

/** Plans, collects, reads the coverage, and collects again; and both with `--fail-on missing` in another directory. */
export async function tried(situation: Situation): Promise<Answers & { readonly again: string }> {
  const { today, request, symbols, flaws: wrong, later } = situation;
  const flaws = noFlaws();
  const folder = await mkdtemp(join(tmpdir(), 'tapehaul-situation-'));
  const usual = join(folder, 'usual');
  await using archive = await startSimulator({ source: flawedArchive(today, flaws, symbols) });
  const source = { endpoint: archive.url };
  const usually = parseConfig(requestOf({ output_directory: usual, source, ...request }));
  const strict = { output_directory: join(folder, 'strict'), source, ...request, fail_on: 'missing' };
  const strictly = parseConfig(requestOf(strict));
  try {
    for (const one of later === undefined ? [] : [usually, strictly]) await collected(one, today);
    wrong?.(flaws);
    later?.(flaws);
    const plan = await planned(usually, today);
    const strictPlan = await planned(strictly, today);
    const first = await collected(usually, today);
    const rows = await covered(usual, today);
    const again = await collected(usually, today);
    const strictFirst = await collected(strictly, today);
    const strictAgain = await collected(strictly, today);
    return {
      plan: plan.said,
      collect: first.said,
      ...rows,
      exit: [plan.exit, first.exit, again.exit].join(', '),
      strict: [strictPlan.exit, strictFirst.exit, strictAgain.exit].join(', '),
      again: again.said,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The configuration of a situation, before its defaults are filled in. */
export function requestOf(more: object): object {
  return {
    markets: ['spot'],
    symbols: ['BTCUSDT'],
    data_types: ['klines'],
    intervals: ['1h'],
    engine: 's3',
    task_retry_delay_seconds: 0,
    retry_attempts: 0,
    ...more,
  };
}

async function planned(config: CollectionConfig, today: string) {
  const counts = new Tally();
  let exit: number | undefined;
  for await (const record of planCollection(config, { today })) {
    if (record.kind === 'object') {
      counts.add(record.change);
      counts.add('month_short', record.missing_days ?? 0);
    } else if (record.kind === 'summary') exit = record.exit_code;
    else if (record.kind === 'verdict') counts.add(record.verdict, daysIn(record));
  }
  return { said: counts.text(), exit };
}

async function collected(config: CollectionConfig, today: string) {
  const counts = new Tally();
  const onEvent = (event: WorkflowEvent): void => {
    if (event.kind !== 'file') return;
    counts.add(event.status === 'failed' ? (event.error?.code ?? 'failed') : event.status);
  };
  const { exit_code } = await new ArchiveCollectionWorkflow(config, { onEvent, today }).execute();
  return { said: counts.text(), exit: exit_code };
}

/** What is known of all series of an output directory together, by `coverage` and, of the same days, by `why`. */
async function covered(
  output: string,
  today: string,
): Promise<Pick<Answers, 'coverage' | 'why' | 'missing'>> {
  const record = await openRecord(output);
  try {
    const [states, spans, comes, faults] = [new Tally(), new Tally(), new Tally(), new Tally()];
    for await (const { row, cells } of coveredSeries(record, '', today)) {
      for (const [state, days] of Object.entries(row.by_state)) states.add(state, days);
      faults.add('ours', row.ours);
      faults.add('archive', row.archive);
      faults.add('time', row.not_yet);
      if (cells === undefined) continue;
      const range = `${cells.first}..${cells.last}`;
      for (const span of (await explainDays(record, [row.series, range], today)).spans) {
        const { day } = await explainDays(record, [row.series, span.first], today);
        spans.add(day.state, span.days);
        comes.add(day.will_come, span.days);
      }
    }
    if (spans.text() !== states.text()) throw new Error(`why: ${spans.text()}; coverage: ${states.text()}`);
    return { coverage: states.text(), why: comes.text(), missing: faults.text() };
  } finally {
    await record.close();
  }
}
