import { resolve } from 'node:path';
import { ArchiveCollectionWorkflow } from '../../collect/workflow.ts';
import { findRun } from '../../record.ts';
import { diagnoseRecord } from '../../upkeep/doctor/diagnose-record.ts';
import { failed, type PointOutcome, passed, REINSTALL } from '../trial/setup-point.ts';
import { collectTrial, readTrialRecord, type Trial, whyIncomplete } from '../trial/trial.ts';

/** Tries whether a workflow is made of the configuration, runs to its end and is recorded, and whether the record of the output directory can be read. */
export async function tryWorkflow(trial: Trial): Promise<PointOutcome> {
  const { config } = trial.settings;
  const { name, version } = new ArchiveCollectionWorkflow(config).getFlowConfig();
  const tried = await collectTrial(trial, { name: 'workflow', files: 1 });
  if (tried.result.status !== 'completed')
    return failed(`a collection of one file did not complete: ${whyIncomplete(tried)}`, REINSTALL);
  const { state } = await readTrialRecord(tried, (read) => findRun(read, tried.result.run_id));
  const record = await diagnoseRecord(resolve(config.output_directory));
  if (record.status === 'failed') return failed(record.message, record.remedy);
  return passed(`${name} ${version} ran to its end and is recorded as ${state}; the record can be read`);
}
