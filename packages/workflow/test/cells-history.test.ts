import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { addDays, daysBetween, monthOf, parseKey, seriesParts } from '@tapehaul/archive';
import { folderSource, type Simulator, startSimulator, syntheticSource } from '@tapehaul/archive-simulator';
import { type CollectionConfig, parseConfig } from '@tapehaul/config';
import { stateOf } from '@tapehaul/coverage';
import { objectPath } from '@tapehaul/planner';
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ArchiveCollectionWorkflow, openRecord, verifyOutput } from '../src/index.ts';
import {
  DAYS,
  history,
  KNOWN,
  MONTHS,
  type Standing,
  SYMBOLS,
  TODAY,
  type TrialFile,
  type TrialRun,
} from './cells-histories.ts';

/** Histories that are tried. */
const TRIALS = process.env.TAPEHAUL_TRIALS === 'full' ? 60 : 8;
const MINUTES = 10;

let directory = '';
let archive: Simulator;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'tapehaul-cells-'));
  const source = syntheticSource({ maxRows: 10, now: new Date('2025-09-01') });
  const first = await startSimulator({ source });
  for (const symbol of SYMBOLS) {
    for (const period of [...DAYS, ...MONTHS]) {
      for (const key of [keyOf({ symbol, period }), `${keyOf({ symbol, period })}.CHECKSUM`]) {
        const answer = await fetch(`${first.url}/${first.bucket}/${key}`);
        expect(answer.status).toBe(200);
        await mkdir(dirname(join(directory, 'whole', key)), { recursive: true });
        await writeFile(join(directory, 'whole', key), new Uint8Array(await answer.arrayBuffer()));
      }
    }
  }
  await first.close();
  archive = await startSimulator({ source: folderSource(join(directory, 'archive')) });
});
afterAll(async () => {
  await archive.close();
  await rm(directory, { recursive: true, force: true });
});

function keyOf({ symbol, period }: TrialFile): string {
  const partition = period.length === 7 ? 'monthly' : 'daily';
  return `data/spot/${partition}/klines/${symbol}/1h/${symbol}-1h-${period}.zip`;
}

/** The disk and the archive of one history, and what is expected to be known of each day. */
class Trial {
  readonly #output: string;
  /** What is known of each file, by its key, as long as nobody has read the disk again. */
  readonly #known = new Map<string, string>();
  /** Files that are held by the record and gone from the disk, of which a plan found that their day is still to come. */
  readonly #lost = new Set<string>();

  constructor(output: string) {
    this.#output = output;
  }

  async collect({ archive: changes, symbols, partition, start, end }: TrialRun): Promise<void> {
    for (const { file, standing } of changes) {
      // What is held and contradicted later is another story.
      if (standing !== 'disputed' || !existsSync(this.#path(file))) await stand(keyOf(file), standing);
    }
    const config = this.#config({ symbols, partition, date_range: { start, end } });
    await new ArchiveCollectionWorkflow(config, { today: TODAY }).execute();
    for (const symbol of symbols) {
      for (const day of daysBetween(start, end)) {
        const isClosed = monthOf(day) < monthOf(TODAY);
        const isByMonth = partition === 'monthly';
        const period = isByMonth ? monthOf(day) : day;
        const key = keyOf({ symbol, period });
        const isPublished = isByMonth ? isClosed : day < TODAY;
        if (isPublished) this.#known.set(key, this.#found({ symbol, period }));
        if (isPublished) this.#lost.delete(key);
        const own = keyOf({ symbol, period: day });
        if (!isPublished) this.#known.set(own, this.#unlessHeld({ symbol, period: day }));
        if (!isPublished || !isByMonth) continue;
        if (this.#known.get(own) === 'not_yet_published') this.#known.delete(own);
      }
    }
  }

  async remove(file: TrialFile): Promise<void> {
    await rm(this.#path(file), { force: true });
  }

  async verify(): Promise<void> {
    if (!existsSync(this.#output)) return;
    for await (const { path, status } of verifyOutput(this.#output)) {
      const file = [...this.#known.keys(), ...this.#lost].find((key) => pathOf(key) === path);
      if (file === undefined || status !== 'missing') continue;
      if (this.#isHeld(file) || this.#lost.delete(file)) this.#known.set(file, 'gone');
    }
  }

  /** What is expected to be known of a day. */
  expected(symbol: string, day: string): string {
    const own = this.#known.get(keyOf({ symbol, period: day })) ?? 'unknown';
    const month = this.#known.get(keyOf({ symbol, period: monthOf(day) })) ?? 'unknown';
    if (own === 'proved' || own === 'unverified') return own;
    if (month === 'proved') return 'month';
    if (month === 'unverified') return 'month_unverified';
    return own === 'unknown' ? month : own;
  }

  #isHeld(key: string): boolean {
    return ['proved', 'unverified'].includes(this.#known.get(key) ?? '');
  }

  /** What a plan finds of a day whose day or month is not published yet: it is held, as the disk says, or to come. */
  #unlessHeld(file: TrialFile): string {
    const wasGone = this.#known.get(keyOf(file)) === 'gone';
    if (!wasGone && !this.#isHeld(keyOf(file))) return 'not_yet_published';
    if (existsSync(this.#path(file))) return this.#found(file);
    this.#lost.add(keyOf(file));
    return 'not_yet_published';
  }

  /** What a collection finds of a file: it is on the disk now, or the archive said why not. */
  #found(file: TrialFile): string {
    const path = this.#path(file);
    if (existsSync(path)) return existsSync(`${path}.CHECKSUM`) ? 'proved' : 'unverified';
    return existsSync(join(directory, 'archive', keyOf(file))) ? 'disputed' : 'absent';
  }

  #path(file: TrialFile): string {
    return join(this.#output, pathOf(keyOf(file)));
  }

  #config(more: object): CollectionConfig {
    return parseConfig({
      recheck: { listing_days: 0 },
      markets: ['spot'],
      data_types: ['klines'],
      intervals: ['1h'],
      planning: 'matrix',
      engine: 's3',
      task_retry_attempts: 0,
      retry_attempts: 0,
      output_directory: this.#output,
      source: { endpoint: archive.url },
      ...more,
    });
  }
}

function pathOf(key: string): string {
  const object = parseKey(key);
  if (object === undefined) throw new Error(key);
  return objectPath(object, 'lakehouse');
}

async function stand(key: string, standing: Standing): Promise<void> {
  const [from, to] = [join(directory, 'whole', key), join(directory, 'archive', key)];
  for (const file of [to, `${to}.CHECKSUM`]) await rm(file, { force: true });
  if (standing === 'missing') return;
  await cp(from, to);
  const sidecar = await readFile(`${from}.CHECKSUM`, 'utf8');
  if (standing === 'whole') await writeFile(`${to}.CHECKSUM`, sidecar);
  if (standing === 'disputed') await writeFile(`${to}.CHECKSUM`, sidecar.replace(/^\S+/, '0'.repeat(64)));
}

test(
  'whatever is requested of whatever archive, and whatever is lost, each day is as an oracle says it is',
  async () => {
    let trial = 0;
    await fc.assert(
      fc.asyncProperty(history, async (steps) => {
        trial += 1;
        await rm(join(directory, 'archive'), { recursive: true, force: true });
        await cp(join(directory, 'whole'), join(directory, 'archive'), { recursive: true });
        const output = join(directory, `out-${trial}`);
        const tried = new Trial(output);
        for (const step of steps) {
          if (step.act === 'collect') await tried.collect(step);
          else await tried.remove(step.file);
          if (step.act === 'remove and verify') await tried.verify();
        }
        if (!existsSync(join(output, '.tapehaul'))) return;
        const record = await openRecord(output);
        for (const symbol of SYMBOLS) {
          const found = await record.cellsOf(seriesParts(`spot/klines/${symbol}/1h`));
          const states = new Map(
            Array.from(found?.codes ?? [], (code, place) => [
              addDays(found?.first ?? '', place),
              stateOf(code),
            ]),
          );
          for (const day of daysBetween('2025-06-01', '2025-07-31'))
            expect([symbol, day, states.get(day) ?? 'unknown']).toEqual([
              symbol,
              day,
              tried.expected(symbol, day),
            ]);
        }
        await record.close();
      }),
      { numRuns: TRIALS, examples: KNOWN.map((steps) => [steps]) },
    );
  },
  MINUTES * 60_000,
);
