export { type PrefectSettings, prefectSettings } from './api/settings.ts';
export type { PrefectFigures } from './figures/prefect-figures.ts';
export { PrefectReport, type ReportOptions, type RunEnding } from './prefect-report.ts';
export type { Timing } from './queue/timing.ts';
export { type LinkPlaces, type Links, runLinks } from './report/links.ts';
