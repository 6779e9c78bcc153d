import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  addDays,
  daysBetween,
  firstDayOf,
  lastDayOf,
  monthOf,
  monthsBetween,
  parseKey,
} from '@tapehaul/archive';
import type { ObjectSource } from '@tapehaul/archive-simulator';
import type { CollectionConfig } from '@tapehaul/config';
import { objectPath } from '@tapehaul/planner';
import { acceptDisputes, adoptFolder, removeNeedless, repairFolder, verifyOutput } from '@tapehaul/workflow';
import { type Flaws, flawedArchive, noFlaws } from './flawed-archive.ts';
import { BEGIN, FIRST_MORNING, type HistoryFile, type HistoryRun, SYMBOLS } from './history-steps.ts';
import { keyOf } from './situations.ts';

/** Days after which a missing file is no mere delay. */
const LATE = 8;
const HELD = new Set(['proved', 'unverified', 'accepted', 'held']);
/** Verdicts that hold for monthly files, too. */
const OUTSIDE = new Set(['before_first', 'after_last']);
const VERDICTS = new Set(['not_yet_published', 'before_first', 'after_last', 'gap']);

/** An archive and an output directory in the course of time, and what is to be known of each day: a plain model, day by day. */
export class History {
  readonly flaws: Flaws = noFlaws();
  readonly output: string;
  morning = FIRST_MORNING;
  readonly #folder: string;
  #served: { readonly morning: string; readonly source: ObjectSource } | undefined;
  /** What is known of each file, by its key. `any`: something that is not held. */
  readonly #known = new Map<string, string>();
  readonly #accepted = new Set<string>();

  constructor(folder: string) {
    this.#folder = folder;
    this.output = join(folder, 'out');
  }

  /** The archive of the morning. */
  get source(): ObjectSource {
    if (this.#served?.morning !== this.morning) {
      const lives = (symbol: string, from: string) => ({ market: 'spot' as const, symbol, from, to: null });
      const symbols = [lives('BTCUSDT', '2017-08-17'), lives('NEWUSDT', BEGIN)];
      this.#served = { morning: this.morning, source: flawedArchive(this.morning, this.flaws, symbols) };
    }
    return this.#served.source;
  }

  get isBegun(): boolean {
    return existsSync(join(this.output, '.tapehaul'));
  }

  /** The last day of a request that can be published. */
  lastOf({ end }: HistoryRun): string {
    return end === 'latest' ? addDays(this.morning, -1) : end;
  }

  change(flaw: keyof Flaws, file: HistoryFile): void {
    this.restore(file);
    this.flaws[flaw].add(keyOf(file.period, file.symbol));
  }

  restore({ period, symbol }: HistoryFile): void {
    for (const set of Object.values(this.flaws)) set.delete(keyOf(period, symbol));
  }

  /** Notes what a collection that has ended is to have found out. */
  collected(run: HistoryRun): void {
    const last = this.lastOf(run);
    for (const symbol of run.symbols) {
      for (const month of monthsBetween(run.start, last)) this.#noteHeld(keyOf(month, symbol));
      for (const day of daysBetween(run.start, last)) {
        const key = keyOf(day, symbol);
        this.#noteHeld(key);
        if (this.#isThere(key)) continue;
        const month = keyOf(monthOf(day), symbol);
        const why = this.#whyNot(symbol, day);
        const isHeld = HELD.has(this.#known.get(month) ?? '');
        // That a held month lacks a day is shown by a plan that has listed both.
        const isWhole = firstDayOf(monthOf(day)) >= run.start && lastDayOf(monthOf(day)) <= last;
        const isShown = isWhole && !this.flaws.missing.has(month);
        if (!isHeld || (OUTSIDE.has(why) && (isShown || this.#known.get(key) === why)))
          this.#known.set(key, why);
        else this.#endVerdict(key);
      }
    }
  }

  async lose({ period, symbol }: HistoryFile): Promise<void> {
    const key = keyOf(period, symbol);
    if (!this.#isThere(key)) return;
    await rm(join(this.output, pathOf(key)));
    await Array.fromAsync(verifyOutput(this.output));
    this.#known.set(key, 'gone');
  }

  async prune(): Promise<void> {
    if (this.isBegun) await Array.fromAsync(removeNeedless(this.output, ['superseded']));
    for (const [key, known] of this.#known)
      if (HELD.has(known) && !this.#isThere(key)) this.#known.delete(key);
  }

  /** Loses the record, and rebuilds it from what is on disk. */
  async repair(): Promise<void> {
    if (!this.isBegun) return;
    await rm(join(this.output, '.tapehaul', 'catalog.db'), { force: true });
    for (const more of ['-wal', '-shm'])
      await rm(join(this.output, `.tapehaul/catalog.db${more}`), { force: true });
    await Array.fromAsync(repairFolder(this.output));
    for (const symbol of SYMBOLS) {
      for (const period of [
        ...daysBetween('2025-06-01', this.morning),
        ...monthsBetween('2025-06-01', this.morning),
      ]) {
        const key = keyOf(period, symbol);
        this.#known.set(key, this.#isThere(key) ? 'held' : 'any');
      }
    }
  }

  async accept(): Promise<void> {
    const names = [...this.#known].filter(([, known]) => known === 'disputed').map(([key]) => key);
    if (names.length === 0) return;
    for await (const { key, status } of acceptDisputes(this.output, { names, reason: 'trial' })) {
      if (status !== 'accepted') continue;
      this.#accepted.add(key);
      this.#known.set(key, 'held');
    }
  }

  /** Adopts a day that another tool has fetched, with its true sidecar. */
  async adopt({ period, symbol }: HistoryFile, config: CollectionConfig): Promise<void> {
    const key = keyOf(period, symbol);
    const folder = join(this.#folder, 'theirs');
    const whole = flawedArchive('2025-09-01', noFlaws());
    for (const name of [key, `${key}.CHECKSUM`]) {
      const info = await whole.stat(name);
      if (info === undefined) return;
      await mkdir(dirname(join(folder, name)), { recursive: true });
      const parts = await Array.fromAsync(whole.read(name, { start: 0, end: info.size }));
      await writeFile(join(folder, name), Buffer.concat(parts));
    }
    await Array.fromAsync(adoptFolder(folder, config, { offline: true }));
    await rm(folder, { recursive: true });
    if (this.#isThere(key)) this.#known.set(key, 'held');
  }

  /** Whether what is found to be known of a day is what is to be known. */
  agrees(symbol: string, day: string, found: string): boolean {
    const own = this.#known.get(keyOf(day, symbol)) ?? 'unknown';
    const month = this.#known.get(keyOf(monthOf(day), symbol)) ?? 'unknown';
    if (HELD.has(own)) return this.#statesOf(keyOf(day, symbol)).includes(found);
    if (OUTSIDE.has(own)) return found === own;
    if (HELD.has(month)) return found === 'month' || (found === 'month_unverified' && month !== 'proved');
    const known = own === 'unknown' ? month : own;
    return known === 'any'
      ? !/^(proved|unverified|accepted|month|month_unverified)$/.test(found)
      : known === found;
  }

  expected(symbol: string, day: string): string {
    return `${this.#known.get(keyOf(day, symbol))} in ${this.#known.get(keyOf(monthOf(day), symbol))}`;
  }

  #statesOf(key: string): string[] {
    if (this.#accepted.has(key)) return ['accepted', 'proved', 'unverified'];
    return [existsSync(join(this.output, `${pathOf(key)}.CHECKSUM`)) ? 'proved' : 'unverified'];
  }

  #noteHeld(key: string): void {
    if (this.#isThere(key)) this.#known.set(key, 'held');
  }

  #endVerdict(key: string): void {
    const known = this.#known.get(key);
    if (known !== undefined && VERDICTS.has(known)) this.#known.delete(key);
  }

  /** Why a day that was requested is not held, by what the archive has around it. */
  #whyNot(symbol: string, day: string): string {
    if (day >= this.morning) return 'not_yet_published';
    const first = symbol === 'NEWUSDT' ? BEGIN : '2025-05-01';
    const listed = [...daysBetween(first, addDays(this.morning, -1))].filter(
      (it) => !this.flaws.missing.has(keyOf(it, symbol)),
    );
    if (listed.includes(day))
      return this.flaws.staleSidecar.has(keyOf(day, symbol)) ? 'disputed' : 'to be held';
    const [oldest = '', newest = ''] = [listed[0], listed.at(-1)];
    if (day < oldest) return 'before_first';
    if (day < newest) return this.#isLate(day) ? 'gap' : 'not_yet_published';
    return this.#isLate(addDays(newest, 1)) ? 'after_last' : 'not_yet_published';
  }

  #isLate(day: string): boolean {
    return addDays(day, LATE) < this.morning;
  }

  #isThere(key: string): boolean {
    return existsSync(join(this.output, pathOf(key)));
  }
}

function pathOf(key: string): string {
  const object = parseKey(key);
  if (object === undefined) throw new Error(key);
  return objectPath(object, 'lakehouse');
}
