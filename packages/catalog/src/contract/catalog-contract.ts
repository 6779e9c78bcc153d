import { describe } from 'vitest';
import { batchContract } from './batches/batch-contract.ts';
import { batchModel } from './batches/batch-model.ts';
import { engineBatchContract } from './batches/engine-contract.ts';
import { fenceContract } from './batches/fence-contract.ts';
import { partsContract } from './batches/parts-contract.ts';
import { remainingContract } from './batches/remaining-contract.ts';
import { coverageContract } from './coverage-contract.ts';
import { coverageModel } from './coverage-model.ts';
import { disputeContract } from './dispute-contract.ts';
import { explainedDaysContract } from './explained-days-contract.ts';
import { leaseContract } from './lease-contract.ts';
import { listsContract } from './lists/lists-contract.ts';
import { queriesContract } from './lists/queries-contract.ts';
import { seenDaysContract } from './lists/seen-days-contract.ts';
import { timelineContract } from './lists/timeline-contract.ts';
import { workLeftContract } from './lists/work-left-contract.ts';
import { readingContract } from './reading-contract.ts';
import { recordingContract } from './recording-contract.ts';
import { seenContract } from './seen-contract.ts';
import type { MakeRecord } from './setup/record-under-test.ts';
import { findingsContract } from './tables/findings-contract.ts';
import { partitionsContract } from './tables/partitions-contract.ts';
import { tablesModel } from './tables/tables-model.ts';
import { taskListsContract } from './task-lists-contract.ts';

/**
 * Defines the tests that every record must pass, in a file of vitest. `make` gives a new, empty record for each of them.
 */
export function catalogContract(name: string, make: MakeRecord): void {
  describe(`${name} obeys the contract of a record:`, () => {
    recordingContract(make);
    leaseContract(make);
    batchContract(make);
    fenceContract(make);
    engineBatchContract(make);
    partsContract(make);
    batchModel(make);
    remainingContract(make);
    readingContract(make);
    taskListsContract(make);
    listsContract(make);
    queriesContract(make);
    timelineContract(make);
    workLeftContract(make);
    disputeContract(make);
    coverageContract(make);
    explainedDaysContract(make);
    coverageModel(make);
    seenContract(make);
    seenDaysContract(make);
    partitionsContract(make);
    findingsContract(make);
    tablesModel(make);
  });
}
