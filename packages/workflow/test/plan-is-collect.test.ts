import { createHash } from 'node:crypto';
import { cp, mkdtemp, readFile, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { folderSource, type Simulator, startSimulator, syntheticSource } from '@tapehaul/archive-simulator';
import { type CollectionConfig, parseConfig } from '@tapehaul/config';
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  ArchiveCollectionWorkflow,
  everyPage,
  everyRow,
  openRecord,
  type PlanRecord,
  planCollection,
  type WorkflowEvent,
} from '../src/index.ts';
import { DAYS, KEPT, REPLACED, request, SYMBOLS, type World, world } from './plan-trials.ts';

const TODAY = '2025-07-20';
/** Configurations that are tried: a trial waits for the disk several times. */
const TRIALS = process.env.TAPEHAUL_TRIALS === 'full' ? 150 : 5;

let directory = '';
let whole = '';
let archive: Simulator;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'tapehaul-plan-'));
  whole = join(directory, 'whole');
  const source = syntheticSource({ maxRows: 10, now: new Date(TODAY) });
  const first = await startSimulator({ source });
  const config = configOf({ source: { endpoint: first.url }, layout: 'archive', output_directory: whole });
  await new ArchiveCollectionWorkflow(config, { today: TODAY }).execute();
  await first.close();
  archive = await startSimulator({ source: folderSource(join(directory, 'archive')) });
});
afterAll(async () => {
  await archive.close();
  await rm(directory, { recursive: true, force: true });
});

const zip = (symbol: string, day: number): string =>
  `data/spot/daily/klines/${symbol}/1h/${symbol}-1h-2025-07-0${day}.zip`;

function configOf(more: object): CollectionConfig {
  return parseConfig({
    markets: ['spot'],
    symbols: SYMBOLS,
    data_types: ['klines'],
    intervals: ['1h'],
    date_range: { start: '2025-07-01', end: '2025-07-04' },
    partition: 'daily',
    engine: 's3',
    task_retry_attempts: 0,
    retry_attempts: 0,
    ...more,
  });
}

/** Another version of a file, as the archive publishes it at times. */
async function replace(folder: string, symbol: string, day: number): Promise<void> {
  const file = join(folder, zip(symbol, day));
  const other = await readFile(join(whole, zip(symbol, (day % DAYS.length) + 1)));
  await writeFile(file, other);
  const digest = createHash('sha256').update(other).digest('hex');
  await writeFile(`${file}.CHECKSUM`, `${digest}  ${basename(file)}\n`);
}

/** A collection of before, and what has happened since: to its files, and in the archive. */
async function prepare(
  output: string,
  { before, damaged, archive: changes }: World,
  layout: string,
): Promise<void> {
  const folder = join(directory, 'archive');
  await rm(folder, { recursive: true, force: true });
  await cp(whole, folder, { recursive: true, filter: (path) => !path.includes('.tapehaul') });
  if (before !== null) {
    const config = configOf({
      ...before,
      layout,
      output_directory: output,
      source: { endpoint: archive.url },
    });
    await new ArchiveCollectionWorkflow(config, { today: TODAY }).execute();
    const record = await openRecord(output);
    const paths = new Map(
      await Array.fromAsync(everyRow(record.held()), ({ key, path }) => [key, join(output, path)]),
    );
    await record.close();
    for (const {
      spot: { symbol, day },
      how,
    } of damaged) {
      const path = paths.get(zip(symbol, day));
      if (path === undefined) continue;
      if (how === 'removed') await rm(path, { force: true });
      else if (how === 'shorter') await truncate(path, 3).catch(() => {});
      else await utimes(path, 1, 1).catch(() => {});
    }
  }
  for (const {
    spot: { symbol, day },
    how,
  } of changes) {
    const file = join(folder, zip(symbol, day));
    if (how === 'replaced') await replace(folder, symbol, day);
    else for (const part of [file, `${file}.CHECKSUM`]) await rm(part, { force: true });
  }
}

/** What a collection has planned: its events until then, and the tasks that it has stored. */
async function plannedBy(config: CollectionConfig) {
  const events: WorkflowEvent[] = [];
  const stop = new AbortController();
  const onEvent = (event: WorkflowEvent): void => {
    events.push(event);
    if (event.kind === 'planned') stop.abort();
  };
  const workflow = new ArchiveCollectionWorkflow(config, { onEvent, today: TODAY });
  const { run_id, error } = await workflow.execute({ signal: stop.signal });
  expect(error?.code).toBe('cancelled');
  const record = await openRecord(config.output_directory);
  const tasks = await Array.fromAsync(
    everyRow(everyPage((page) => record.tasks(run_id, page))),
    ({ taskId, state, bytes }) => ({ taskId, state, bytes }),
  );
  const unproved = (await Array.fromAsync(everyRow(record.held()))).filter(({ proof }) => proof === 'none');
  await record.close();
  return {
    events,
    tasks: tasks.filter(({ taskId }) => taskId.startsWith('data/')),
    unproved: new Set(unproved.map(({ key }) => key)),
  };
}

const of = <Kind extends string, Value extends { kind: string }>(values: readonly Value[], kind: Kind) =>
  values.filter((value): value is Extract<Value, { kind: Kind }> => value.kind === kind);
const verdicts = (values: readonly (PlanRecord | WorkflowEvent)[]) => [
  ...new Set(of(values, 'verdict').map((verdict) => JSON.stringify(verdict))),
];

test('what a plan says is what a collection plans, and then does', {
  timeout: 15 * 60_000,
}, async () => {
  let trial = 0;
  await fc.assert(
    fc.asyncProperty(world, request, async (happened, asked) => {
      trial += 1;
      const output = join(directory, `out-${trial}`);
      await prepare(output, happened, asked.layout);
      const config = configOf({ ...asked, output_directory: output, source: { endpoint: archive.url } });

      const plan = await Array.fromAsync(planCollection(config, { today: TODAY }));
      const { events, tasks, unproved } = await plannedBy(config);

      const objects = of(plan, 'object');
      const files = objects.filter(({ change }) => change !== 'gone');
      expect(tasks.map(({ taskId }) => taskId)).toEqual(files.map(({ key }) => key));
      const isChecked = (key: string): boolean =>
        config.paranoid || (config.download_checksum && unproved.has(key));
      const inPlace = files.filter(({ key, change }) => change === 'present' && !isChecked(key));
      expect(tasks.filter(({ state }) => state === 'Cached').map(({ taskId }) => taskId)).toEqual(
        inPlace.map(({ key }) => key),
      );
      for (const { key, size } of files) {
        if (size !== undefined && config.on_replaced !== 'keep_old')
          expect(tasks.find(({ taskId }) => taskId === key)?.bytes).toBe(size);
      }
      expect(verdicts(events)).toEqual(verdicts(plan));
      const gone = objects.filter(({ change }) => change === 'gone').map(({ key }) => key);
      expect(
        of(events, 'change')
          .filter(({ change }) => change === 'vanished')
          .map(({ key }) => key),
      ).toEqual(gone);
      const [summary] = of(plan, 'summary');
      const [planned] = of(events, 'planned');
      expect(planned).toMatchObject({ files: summary?.files, verdicts: verdicts(plan).length });
      if (!files.some(({ key, change }) => change === 'present' && isChecked(key)))
        expect(planned?.bytes_left).toBe(summary?.fetch_bytes);

      const ends: WorkflowEvent[] = [];
      await new ArchiveCollectionWorkflow(config, {
        today: TODAY,
        onEvent: (event) => ends.push(event),
      }).execute();
      const ended = new Map(of(ends, 'file').map(({ key, status }) => [key, status]));
      for (const { key, change } of files) {
        const isSettled = change === 'present' && !isChecked(key);
        const expected = isSettled ? ['cached'] : ['downloaded', 'unverified', 'absent', 'cached'];
        // What was seen in place once is settled, and not reported again.
        const isQuiet = isSettled && config.recheck.listing_days > 0 && !ended.has(key);
        if (!isQuiet) expect(expected, `${key} ${change}`).toContain(ended.get(key));
      }
    }),
    { numRuns: TRIALS, examples: [[REPLACED, KEPT]] },
  );
});
