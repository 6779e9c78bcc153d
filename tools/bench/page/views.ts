import { LARGE_RUN } from '../records/large-run.ts';

/** A page, and what is in view once it can be used. */
export interface PageView {
  readonly path: string;
  readonly wanted: readonly string[];
}

const run = `/runs/${LARGE_RUN}`;
const rows = ['table tbody tr'];

/** The pages of the benchmark. */
export const VIEWS: Readonly<Record<string, PageView>> = {
  overview: { path: '/', wanted: ['h1 a', 'table tbody tr'] },
  runs: { path: '/runs', wanted: ['a[data-row]'] },
  'run, failures': { path: run, wanted: rows },
  'run, files': { path: `${run}?tab=files`, wanted: ['tr[data-index]'] },
  'run, timeline': { path: `${run}?tab=timeline`, wanted: ['canvas'] },
  'run, logs': { path: `${run}?tab=logs`, wanted: ['ol li time'] },
  'run, plan': { path: `${run}?tab=plan`, wanted: ['pre'] },
  'run, configuration': { path: `${run}?tab=config`, wanted: rows },
  'run, events': { path: `${run}?tab=events`, wanted: ['ol li time'] },
  coverage: { path: '/coverage?set=wide', wanted: ['canvas', ...rows] },
};
