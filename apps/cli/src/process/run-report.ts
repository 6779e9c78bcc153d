import { TapehaulError } from '@tapehaul/errors';
import type { PrefectReport } from '@tapehaul/prefect';

/** Whether a run is also reported elsewhere. */
export interface ReportOptions {
  /** Where to: a Prefect server, which the environment names. */
  readonly report?: 'prefect';
  /** How a run is continued; without this it is a new one. */
  readonly continues?: 'resume' | 'retry';
}

/** What a report does with the run and with who watches it. */
export interface ReportHooks {
  /** Stops the run gently. */
  readonly stop: (reason: TapehaulError) => void;
  /** Says something once, such as where the report is read. */
  readonly note: (message: string) => void;
}

/**
 * The report that a run is requested to have; undefined for none. Rejects with a TapehaulError `config_invalid` where the
 * environment lacks what it needs. Loads what reports only then.
 */
export async function runReport(
  { report, continues }: ReportOptions,
  { stop, note }: ReportHooks,
): Promise<PrefectReport | undefined> {
  if (report === undefined) return undefined;
  const [{ PrefectReport, prefectSettings, runLinks }, { networkOf }] = await Promise.all([
    import('@tapehaul/prefect'),
    import('@tapehaul/network'),
  ]);
  const { TAPEHAUL_PAGE_URL: pageUrl, TAPEHAUL_TRACE_UI: traceUi } = process.env;
  return new PrefectReport({
    settings: prefectSettings(process.env),
    network: networkOf(process.env),
    ...(continues === undefined ? {} : { continues }),
    links: runLinks({ pageUrl, traceUi }),
    onOpen: (page) => note(`reported to Prefect: ${page}`),
    onCancel: () =>
      stop(
        new TapehaulError('cancelled', 'cancelled in Prefect', { hint: 'Continue with tapehaul resume.' }),
      ),
  });
}

/** The error of a report of a run that a service does. */
export function noReportThere(): TapehaulError {
  return new TapehaulError('config_invalid', '--report and --server cannot be combined', {
    hint: 'Leave out --report: a service reports its runs itself when it is started with --report prefect.',
  });
}
