import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { DamagedRecord, HandIn, RecordStore } from '../src/index.ts';

/** Calls of an interface that answer at once. */
type Immediate<Contract> = {
  [Name in keyof Contract]: Contract[Name] extends (...given: never[]) => infer Given
    ? Given extends Promise<unknown> | AsyncIterable<unknown>
      ? never
      : Name
    : never;
}[keyof Contract];

// A new call that answers at once does not compile until it is listed here, and stands with its reason in the decision.
const IMMEDIATE = {
  'Catalog: hand-ins': {
    endPlan: true,
    recordTask: true,
    recordRun: true,
    recordTrace: true,
    endRun: true,
    recordCells: true,
    recordSeen: true,
    forgetSeen: true,
    recordLog: true,
    recordObject: true,
    forgetObject: true,
    recordDeepProof: true,
    recordVersion: true,
    recordChange: true,
    recordGap: true,
    recordDispute: true,
    recordPartition: true,
    forgetPartition: true,
    outdatePartition: true,
    hurry: true,
  } satisfies Record<HandIn, true>,
  RecordStore: { locate: true } satisfies Record<Immediate<RecordStore>, true>,
  DamagedRecord: {} satisfies Record<Immediate<DamagedRecord>, true>,
};

test('decision 0012 lists every call of the contract that answers at once', () => {
  const decision = readFileSync(
    new URL('../../../docs/decisions/0012-catalog-contract.md', import.meta.url),
    'utf8',
  );
  const part = decision.slice(decision.indexOf('## What answers at once'));
  const named = [...part.slice(0, part.indexOf('\n## ', 1)).matchAll(/`(\w+)`/g)].map(([, name]) => name);
  const names = Object.values(IMMEDIATE).flatMap((calls) => Object.keys(calls));
  expect([...new Set(named)].filter((name) => name !== 'settled').sort()).toEqual(names.sort());
});
