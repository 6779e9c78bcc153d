import { daysBetween, parseKey } from '@tapehaul/archive';
import { type Simulator, startSimulator } from '@tapehaul/archive-simulator';
import { stateOf } from '@tapehaul/coverage';
import { objectPath } from '@tapehaul/planner';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { ArchiveCollectionWorkflow, planCollection, type WorkflowEvent } from '../src/index.ts';
import { config } from './archive.ts';
import { monthsArchive } from './months-archive.ts';
import { inRecord } from './reported.ts';

export const short = new Set<string>();
export const missing = new Set<string>();
export const stale = new Set<string>();
let archive: Simulator;
beforeAll(async () => {
  archive = await startSimulator({ source: monthsArchive({ short, missing, stale }) });
});
beforeEach(() => {
  short.clear();
  missing.clear();
  stale.clear();
});
afterAll(() => archive.close());

export const TODAY = '2025-10-31';
export const keyOf = (period: string): string => {
  const partition = period.length === 7 ? 'monthly' : 'daily';
  return `data/spot/${partition}/klines/BTCUSDT/1h/BTCUSDT-1h-${period}.zip`;
};

/** Where the file of a period goes, below the output directory. */
export function pathOf(period: string): string {
  const object = parseKey(keyOf(period));
  if (object === undefined) throw new Error(period);
  return objectPath(object, 'lakehouse');
}
export const august = [...daysBetween('2025-08-01', '2025-08-31')];
const quarter = { date_range: { start: '2025-07-01', end: '2025-09-30' } };

export const request = (more: object = {}) =>
  config({ source: { endpoint: archive.url }, recheck: { listing_days: 0 }, ...quarter, ...more });

/** The files of a plan, with what is done about them and why, and its warnings. */
export async function planned(more: object = {}, today = TODAY) {
  const records = await Array.fromAsync(planCollection(request(more), { today }));
  const files = records.flatMap((it) =>
    it.kind === 'object' ? [[it.change, it.period, it.because?.finding].filter(Boolean).join(' ')] : [],
  );
  const warnings = records.flatMap((it) => (it.kind === 'summary' ? it.warnings : []));
  return { files, warnings: warnings.map(({ code, message }) => `${code}: ${message}`) };
}

/** The answers of a plan for each day: files with what is done about them, and verdicts. */
export async function answers(more: object = {}, today = TODAY) {
  const records = await Array.fromAsync(planCollection(request(more), { today }));
  return records.flatMap((it) => {
    if (it.kind === 'object') return [`${it.change} ${it.period}`];
    return it.kind === 'verdict' ? [`${it.verdict} ${it.first} ${it.last}`] : [];
  });
}

/** Collects, to the end or until it reports something. */
export async function collect(more: object = {}, today = TODAY, stopAt?: WorkflowEvent['kind']) {
  const events: WorkflowEvent[] = [];
  const stop = new AbortController();
  const onEvent = (event: WorkflowEvent): void => {
    events.push(event);
    if (event.kind === stopAt) stop.abort();
  };
  const workflow = new ArchiveCollectionWorkflow(request(more), { onEvent, today });
  const result = await workflow.execute({ signal: stop.signal });
  return { result, warnings: events.filter(({ kind }) => kind === 'warning') };
}

/** The state of each day, as the record has them, and how many are held twice. */
export async function known(from: string, to: string) {
  const series = { market: 'spot', dataType: 'klines', symbol: 'BTCUSDT', interval: '1h' };
  return inRecord(async (record) => {
    const cells = await record.cellsOf(series, { from, to });
    return { states: Array.from(cells?.codes ?? [], stateOf), doubles: cells?.doubles };
  });
}
