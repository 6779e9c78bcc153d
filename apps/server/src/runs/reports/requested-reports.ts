import type { PrefectReportsOptions } from './prefect-reports.ts';
import type { RunReports } from './run-reports.ts';

/**
 * The reports that a service is started with: to the Prefect server of the environment, or none. Loads what reports only then.
 * Rejects with a TapehaulError `config_invalid` for what the environment lacks.
 */
export async function requestedReports(
  report: 'prefect' | undefined,
  options: Omit<PrefectReportsOptions, 'env'>,
): Promise<{ readonly reports?: RunReports }> {
  if (report === undefined) return {};
  const { prefectReports } = await import('./prefect-reports.ts');
  return { reports: prefectReports({ ...options, env: process.env }) };
}
