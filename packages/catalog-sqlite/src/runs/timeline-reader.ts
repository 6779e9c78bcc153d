import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { TimelineQuery, TimelineSlice } from '@tapehaul/catalog';
import {
  CRASHED,
  type EndedInSlot,
  type SeenClass,
  type SlotRange,
  timeSlices,
} from '@tapehaul/catalog/rules';
import { type ClassEnds, classEnds } from '../tasks/class-ends.ts';
import { TIMELINE_UNITS } from '../tasks/tally.ts';
import { ActivityReader } from './activity-reader.ts';

const [FINE, COARSE] = TIMELINE_UNITS;
const SLICES = 60;
/** Time, in milliseconds, up to which slices are made of the fine slots. */
const FINE_UP_TO = 3_600_000;
const ALL = { first: 0, end: Number.MAX_SAFE_INTEGER };

/** Reads what happened in the time of runs. */
export class TimelineReader {
  readonly #classesOf: (run: number) => SeenClass[];
  readonly #kept: StatementSync;
  readonly #ends: readonly ClassEnds[];
  readonly #crashing: ClassEnds;
  readonly #activity: ActivityReader;

  constructor(database: DatabaseSync, classesOf: (run: number) => SeenClass[]) {
    this.#classesOf = classesOf;
    this.#kept = database.prepare(
      'SELECT slot, state, tasks, bytes FROM timeline WHERE run = ? AND unit = ? AND slot >= ? AND slot < ?',
    );
    this.#ends = [classEnds(database, 'outcomes'), classEnds(database, 'planned')];
    this.#crashing = classEnds(database, 'progress');
    this.#activity = new ActivityReader(database);
  }

  slices(run: number, { slices = SLICES, from, to, name }: TimelineQuery): TimelineSlice[] {
    const classes = this.#classesOf(run);
    const endsIn = (range: SlotRange) => this.#endsIn(run, classes, name, range);
    const whole = endsIn({ ...ALL, unit: COARSE });
    const start = from ?? (firstOf(whole) ?? 0) * COARSE;
    const stop = to ?? (lastOf(whole) ?? -1) * COARSE + COARSE;
    if ((whole.length === 0 && (from === undefined || to === undefined)) || stop <= start) return [];
    const unit = stop - start > FINE_UP_TO ? COARSE : FINE;
    const asked = { first: Math.floor(start / unit), end: Math.ceil(stop / unit), unit };
    const ended = endsIn(asked);
    const range = {
      first: from === undefined ? (firstOf(ended) ?? asked.first) : asked.first,
      end: to === undefined ? (lastOf(ended) ?? asked.end - 1) + 1 : asked.end,
      unit,
    };
    const own = classes.filter((it) => name === undefined || it.name === name);
    return timeSlices(range, slices, ended, this.#activity.before(run, own, range));
  }

  /** How tasks ended in some slots. */
  #endsIn(
    run: number,
    classes: readonly SeenClass[],
    name: string | undefined,
    range: SlotRange,
  ): EndedInSlot[] {
    const sums = new Map<string, { slot: number; state: string; tasks: number; bytes: number }>();
    const add = (slot: number, state: string, tasks: number, bytes: number): void => {
      if (slot < range.first || slot >= range.end) return;
      const key = `${slot} ${state}`;
      const sum = sums.get(key) ?? { slot, state, tasks: 0, bytes: 0 };
      sums.set(key, sum);
      sum.tasks += tasks;
      sum.bytes += bytes;
    };
    const addClass = (
      { id, state }: SeenClass,
      ends: readonly ClassEnds[],
      sign: 1 | -1,
      least = 0,
    ): void => {
      for (const { second, tasks, bytes } of ends.flatMap(({ bySecond }) => bySecond.all(least, id, null))) {
        const slot = Math.floor((Number(second) * FINE) / range.unit);
        add(slot, state, sign * Number(tasks), sign * Number(bytes));
      }
    };
    const isOwn = (it: SeenClass): boolean => name === undefined || it.name === name;
    const final = classes.filter(({ phase, crashedAt }) => phase === 'final' && crashedAt === null);
    const [own, others] = [final.filter(isOwn), final.filter((it) => !isOwn(it))];
    if (total(own) < total(others)) {
      for (const it of own) addClass(it, this.#ends, 1);
    } else {
      for (const { slot, state, tasks, bytes } of this.#kept.all(run, range.unit, range.first, range.end)) {
        add(Number(slot), String(state), Number(tasks), Number(bytes));
      }
      for (const it of others) addClass(it, this.#ends, -1);
    }
    for (const it of classes) {
      if (it.state === CRASHED && it.crashedAt !== null && isOwn(it)) {
        addClass(it, [this.#crashing], 1, it.crashedAt);
      }
    }
    return [...sums.values()].filter(({ tasks }) => tasks !== 0);
  }
}

function total(classes: readonly SeenClass[]): number {
  return classes.reduce((sum, { tasks }) => sum + tasks, 0);
}

function firstOf(ends: readonly EndedInSlot[]): number | undefined {
  return ends.length === 0
    ? undefined
    : ends.reduce((least, { slot }) => Math.min(least, slot), Number.MAX_SAFE_INTEGER);
}

function lastOf(ends: readonly EndedInSlot[]): number | undefined {
  return ends.length === 0 ? undefined : ends.reduce((most, { slot }) => Math.max(most, slot), 0);
}
