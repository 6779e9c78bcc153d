/** The tabs of a run, in their order. */
export const RUN_TABS = [
  'failures',
  'files',
  'batches',
  'tables',
  'timeline',
  'logs',
  'plan',
  'config',
  'events',
] as const;
/** A tab of a run. */
export type RunTab = (typeof RUN_TABS)[number];

/** The orders of its files. */
export const FILE_ORDERS = ['planned', 'latest', 'slowest'] as const;
/** The levels of its log. */
export const LEVELS = ['debug', 'info', 'warn', 'error'] as const;

/** What the address of the page says: tab, filters, and the file whose pane is open. */
export interface RunSearch {
  readonly tab?: RunTab | undefined;
  /** Key of the file in the pane. */
  readonly task?: string | undefined;
  readonly state?: string | undefined;
  readonly symbol?: string | undefined;
  readonly data_type?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly find?: string | undefined;
  readonly code?: string | undefined;
  readonly order?: (typeof FILE_ORDERS)[number] | undefined;
  readonly level?: (typeof LEVELS)[number] | undefined;
  readonly log?: string | undefined;
  readonly newest?: boolean | undefined;
  readonly by?: string | undefined;
  /** The part of the time that the timeline shows, ISO 8601. */
  readonly since?: string | undefined;
  readonly until?: string | undefined;
}

const TEXTS = [
  'task',
  'state',
  'symbol',
  'data_type',
  'from',
  'to',
  'find',
  'code',
  'log',
  'by',
  'since',
  'until',
] as const;
const MOST_TEXT = 4_096;

/** Reads the search of the address; what it does not know is left out. */
export function runSearch(search: Record<string, unknown>): RunSearch {
  const found: Record<string, unknown> = {};
  for (const name of TEXTS) {
    const value = search[name];
    const text = typeof value === 'number' ? String(value) : value;
    if (typeof text === 'string' && text !== '' && text.length <= MOST_TEXT) found[name] = text;
  }
  const choose = (name: string, values: readonly string[]): void => {
    const value = search[name];
    if (typeof value === 'string' && values.includes(value)) found[name] = value;
  };
  choose('tab', RUN_TABS);
  choose('order', FILE_ORDERS);
  choose('level', LEVELS);
  if (typeof search.newest === 'boolean') found.newest = search.newest;
  return found;
}
