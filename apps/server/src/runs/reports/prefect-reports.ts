import { TapehaulError } from '@tapehaul/errors';
import { networkOf } from '@tapehaul/network';
import {
  type LinkPlaces,
  PrefectReport,
  prefectSettings,
  type ReportOptions,
  type RunEnding,
  runLinks,
} from '@tapehaul/prefect';
import { isIncomplete, prefectText } from '@tapehaul/prefect/figures';
import { requestOfRun } from '@tapehaul/workflow';
import type { Job } from '../../store/job.ts';
import type { RunReport, RunReports } from './run-reports.ts';

/** What runs are reported with. */
export interface PrefectReportsOptions extends LinkPlaces, Pick<ReportOptions, 'timing'> {
  /** Names the Prefect server, as {@link prefectSettings} reads it. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Receives why something was not reported, with the id of the run. */
  readonly onError: (error: unknown, run?: string) => void;
}

/** Reports the runs of a service to a Prefect server. Throws a TapehaulError `config_invalid` for what the environment lacks. */
export function prefectReports({ env, onError, timing = {}, ...places }: PrefectReportsOptions): RunReports {
  const settings = prefectSettings(env);
  const network = networkOf(env);
  const links = runLinks(places);
  const ending = new Set<Promise<void>>();
  const begin = (job: Job): RunReport => {
    const { run_id: runId, directory } = job;
    const continues = continuesOf(job);
    const report = new PrefectReport({
      settings,
      network,
      links,
      timing,
      ...(continues === undefined ? {} : { continues }),
      onCancel: () => void requestOfRun(directory, runId, 'cancel').catch((error) => onError(error, runId)),
    });
    const finish = async (end: RunEnding): Promise<void> => {
      const figures = await report.end(end);
      if (!isIncomplete(figures)) return;
      const { code = 'internal', hint } = figures.error ?? {};
      const message = `Prefect: ${prefectText(figures)}`;
      onError(new TapehaulError(code, message, hint === undefined ? {} : { hint }), runId);
    };
    const { onState, onEvent, onLog } = report;
    return {
      onState,
      onEvent,
      onLog,
      end(how) {
        const result = 'outcome' in how ? how.outcome.result : undefined;
        const error = 'error' in how ? how.error : undefined;
        const ended = finish(result === undefined ? { error } : { result });
        ending.add(ended);
        void ended.finally(() => ending.delete(ended));
      },
    };
  };
  return { begin, settled: async () => void (await Promise.allSettled(ending)) };
}

/** How a job continues a run; undefined where it begins one. */
function continuesOf({ kind, config }: Job): 'resume' | 'retry' | undefined {
  if (kind !== 'collect') return kind;
  // A service that was killed continues what it had begun.
  return config === null ? 'resume' : undefined;
}
