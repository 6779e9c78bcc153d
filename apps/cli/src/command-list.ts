// Made from the files of commands/ by command-list.test.ts, with -u.
import { addConfig } from './commands/configuration/config.ts';
import { addDoctor } from './commands/configuration/doctor.ts';
import { addInit } from './commands/configuration/init.ts';
import { addMatrix } from './commands/configuration/matrix.ts';
import { addPlan } from './commands/configuration/plan.ts';
import { addSchema } from './commands/configuration/schema.ts';
import { addSimulate } from './commands/configuration/simulate.ts';
import { addValidate } from './commands/configuration/validate.ts';
import { addBatches } from './commands/runs/batches.ts';
import { addCancel } from './commands/runs/cancel.ts';
import { addCollect } from './commands/runs/collect.ts';
import { addLogs } from './commands/runs/logs.ts';
import { addPause } from './commands/runs/pause.ts';
import { addResume } from './commands/runs/resume.ts';
import { addRetry } from './commands/runs/retry.ts';
import { addRuns } from './commands/runs/runs.ts';
import { addShow } from './commands/runs/show.ts';
import { addUnpause } from './commands/runs/unpause.ts';
import { addWatch } from './commands/runs/watch.ts';
import { addWorker } from './commands/runs/worker.ts';
import { addCat } from './commands/tables/cat.ts';
import { addTables } from './commands/tables/tables.ts';
import { addAccept } from './commands/upkeep/accept.ts';
import { addAdopt } from './commands/upkeep/adopt.ts';
import { addCoverage } from './commands/upkeep/coverage.ts';
import { addMigrate } from './commands/upkeep/migrate.ts';
import { addPrune } from './commands/upkeep/prune.ts';
import { addReject } from './commands/upkeep/reject.ts';
import { addRepair } from './commands/upkeep/repair.ts';
import { addVerify } from './commands/upkeep/verify.ts';
import { addWhy } from './commands/upkeep/why.ts';

/** The commands, in the order in which the help lists them. */
export const COMMANDS = [
  addCollect,
  addPlan,
  addValidate,
  addInit,
  addMatrix,
  addResume,
  addRetry,
  addVerify,
  addRuns,
  addShow,
  addBatches,
  addLogs,
  addWatch,
  addCancel,
  addPause,
  addUnpause,
  addWorker,
  addCoverage,
  addWhy,
  addDoctor,
  addConfig,
  addSchema,
  addAdopt,
  addRepair,
  addPrune,
  addSimulate,
  addAccept,
  addReject,
  addMigrate,
  addTables,
  addCat,
] as const;
