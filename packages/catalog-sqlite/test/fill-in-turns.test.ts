import { fork } from 'node:child_process';
import { once } from 'node:events';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { addDays, seriesParts } from '@tapehaul/archive';
import { everyPage, everyRow, type RecordUpdate, recordUpdates } from '@tapehaul/catalog';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openCatalog, readCatalog, sqliteRecords } from '../src/index.ts';
import { NAME, object, path, run, tamper } from './test-catalog.ts';

const SERIES = 6;
const DAYS = 700;
/** Of every third day the archive has no file. */
const HELD = SERIES * (DAYS - Math.ceil(DAYS / 3));
const name = (at: number): string => `spot/klines/C${at}USDT/1h`;
const key = (at: number, day: string): string =>
  `data/spot/daily/klines/C${at}USDT/1h/C${at}USDT-1h-${day}.zip`;
const root = (): string => dirname(dirname(path));

/** A record of the sixth schema: of each series every third day is absent, the others are held. */
beforeEach(async () => {
  const old = openCatalog(path);
  old.startRun(run('r1'));
  const all = Array.from({ length: SERIES * DAYS }, (_, at) => {
    return {
      at: at % SERIES,
      day: addDays('2020-01-01', Math.floor(at / SERIES)),
      place: Math.floor(at / SERIES),
    };
  });
  await old.planTasks(
    'r1',
    all.map(({ at, day }) => ({ taskId: key(at, day), name: NAME, input: null })),
  );
  for (const { at, day, place } of all) {
    const isAbsent = place % 3 === 0;
    const state = isAbsent ? 'Absent' : 'Completed';
    old.recordTask({
      runId: 'r1',
      taskId: key(at, day),
      name: NAME,
      state,
      phase: 'final',
      attempt: 1,
      at: 1,
    });
    if (!isAbsent)
      old.recordObject(
        object('r1', key(at, day), { series: seriesParts(name(at)), partition: 'daily', period: day }),
      );
  }
  old.endRun('r1', 'Completed', null);
  old.close();
  for (const table of ['activity', 'partitions', 'row_findings']) tamper(`DROP TABLE ${table}`);
  tamper('DROP TABLE cells');
  tamper('DROP TABLE IF EXISTS seen');
  tamper('ALTER TABLE objects DROP COLUMN deep');
  tamper('ALTER TABLE coverage DROP COLUMN deep');
  for (const column of ['worker', 'losses', 'failure', 'summary'])
    tamper(`ALTER TABLE batches DROP COLUMN ${column}`);
  tamper('PRAGMA user_version = 6');
});

let stopReports = (): void => {};
afterEach(() => stopReports());

/** Updates that are published from now on, each given to a check at once. */
function updates(check: (update: RecordUpdate) => void = () => {}): RecordUpdate[] {
  const seen: RecordUpdate[] = [];
  const listener = (message: unknown): void => {
    const update: RecordUpdate = Object(message);
    seen.push(update);
    check(update);
  };
  recordUpdates.subscribe(listener);
  stopReports = () => void recordUpdates.unsubscribe(listener);
  return seen;
}

/** How many days of each series are in which state. */
async function states(): Promise<unknown[]> {
  const record = await sqliteRecords.read(root());
  try {
    const rows = await Array.fromAsync(everyRow(everyPage((page) => record.cells(page))));
    return rows.map(({ series, first, codes }) => [
      series.symbol,
      first,
      codes.length,
      ...new Set(codes.slice(0, 3)),
    ]);
  } finally {
    record.close();
  }
}

const expected = Array.from({ length: SERIES }, (_, at) => [`C${at}USDT`, '2020-01-01', DAYS, 13, 1]);

test('an old record is brought up to date in turns, between which others write, and says how far it is', async () => {
  const other = new DatabaseSync(path, { timeout: 0 });
  const seen = updates(({ place, total }) => {
    expect([place, total]).toEqual([path, SERIES * DAYS + HELD]);
    // Nobody holds the file: another process would be blocked.
    other.exec('BEGIN IMMEDIATE');
    other.exec('ROLLBACK');
  });
  expect(await states()).toEqual(expected);
  other.close();
  const done = seen.map((update) => update.done);
  expect(done.length).toBeGreaterThan(4);
  expect(done.at(-1)).toBeLessThanOrEqual(SERIES * DAYS + HELD);
  expect(done).toEqual(done.toSorted((a, b) => a - b));
  seen.length = 0;
  expect(await states()).toEqual(expected);
  expect(seen).toEqual([]);
});

test('a process that is killed in its middle has done a part, and the next continues there', async () => {
  const program = fileURLToPath(new URL('./fill-child.ts', import.meta.url));
  const child = fork(program, [root()], { execArgv: ['--conditions=@tapehaul/source'] });
  await once(child, 'message');
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
  // What cannot be finished is not shown as if it were.
  expect(() => readCatalog(path)).toThrow('made by an older tapehaul');
  const seen = updates();
  expect(await states()).toEqual(expected);
  expect(seen[0]?.done).toBeGreaterThan(0);
});

test('two that open it at once take turns', async () => {
  const [one, two] = await Promise.all([sqliteRecords.open(root()), sqliteRecords.open(root())]);
  expect(await states()).toEqual(expected);
  one.close();
  two.close();
});
