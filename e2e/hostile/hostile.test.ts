import { type Simulator, startSimulator, syntheticSource } from '@tapehaul/archive-simulator';
import { children, HEALTHY, someOf, VICTIM } from '@tapehaul/testkit';
import type { Behaviour } from '@tapehaul/testkit/hostile';
import { type Act, BEHAVIOURS, type HostileServer, startHostileServer } from '@tapehaul/testkit/hostile';
import pLimit from 'p-limit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CEILING, COLUMNS, type Column, expectedEnd, runTrial, type TrialEnd } from './trial-of.ts';

const isFull = process.env.TAPEHAUL_TRIALS === 'full';
/** Trials at once: most of their time is waiting. */
const AT_ONCE = 20;

interface Cell {
  readonly bucket: string;
  readonly column: Column;
  readonly behaviour: Behaviour;
}

/** Behaviours that are tried by default over S3: each end of a transfer is among them; and those over s5cmd and both engines. */
const SOME = someOf(BEHAVIOURS, 4, (behaviour) => expectedEnd(behaviour, 's3'));
const REPRESENTATIVE = BEHAVIOURS.filter(({ representative }) => representative === true);

const CELLS: readonly Cell[] = BEHAVIOURS.flatMap((behaviour, index) =>
  COLUMNS.filter((column) => isFull || (column === 's3' ? SOME : REPRESENTATIVE).includes(behaviour)).map(
    (column) => ({
      bucket: `${column}-${index}`,
      column,
      behaviour,
    }),
  ),
);
const BY_BUCKET = new Map(CELLS.map((cell) => [cell.bucket, cell]));

/** What is done to a request of a trial; innocent files, and what a behaviour does not touch, are served honestly. */
function actOf(method: string, path: string): Act | undefined {
  const [, bucket = '', ...rest] = path.split('/');
  const cell = BY_BUCKET.get(bucket);
  if (cell === undefined) return undefined;
  const { of, act, sidecar, head = false } = cell.behaviour;
  if (method === 'HEAD' && !head) return undefined;
  const key = rest.join('/');
  if (key === VICTIM) return of === 'object' ? act : undefined;
  if (key === `${VICTIM}.CHECKSUM`) return of === 'sidecar' ? act : sidecar;
  return undefined;
}

let simulator: Simulator;
let server: HostileServer;
const ends = new Map<Cell, Promise<TrialEnd>>();

beforeAll(async () => {
  simulator = await startSimulator({ source: syntheticSource({ maxRows: 100 }) });
  server = await startHostileServer(simulator.url, actOf);
  const limit = pLimit(AT_ONCE);
  for (const cell of CELLS) {
    const end = limit(() => runTrial(server, cell.bucket, cell.behaviour, cell.column));
    end.catch(() => {});
    ends.set(cell, end);
  }
});
afterAll(async () => {
  // What was ended for what it did, or had done its work, is gone.
  expect(children()).toEqual([]);
  await server[Symbol.asyncDispose]();
  await simulator.close();
});

/** What may be sent for a trial in all: the ceiling for each attempt, and what buffers on the way hold. */
const MOST_SENT: Readonly<Record<Column, number>> = {
  s3: 4 * CEILING + 24 * 2 ** 20,
  // What s5cmd reads until it is checked again.
  s5cmd: 256 * 2 ** 20,
  auto: 256 * 2 ** 20,
};

describe.each(COLUMNS)('over %s', (column) => {
  const cells = CELLS.filter((cell) => cell.column === column);
  test.each(cells.map((cell) => [cell.behaviour.name, cell] as const))('%s', async (_, cell) => {
    const trial = await ends.get(cell);
    expect(trial?.end, trial?.outcome.error?.message).toBe(expectedEnd(cell.behaviour, column));
    expect(trial?.innocents).toEqual(HEALTHY.map((key) => `${key} downloaded`).sort());
    expect(trial?.left).toEqual([]);
    expect(server.sent(cell.bucket)).toBeLessThan(MOST_SENT[column]);
    expect(trial?.outcome.error?.message ?? '').not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });
});
