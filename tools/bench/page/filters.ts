import { cpuSeconds } from '../download/measure/process-tree.ts';
import { dayAt, FAILS_EVERY, LARGE_RUN } from '../records/large-run.ts';
import { median } from './figures.ts';

/** What the page sends when the files of a run are filtered. */
function filters(tasks: number): Readonly<Record<string, string>> {
  const middle = dayAt(Math.floor(tasks / 2));
  const later = dayAt(Math.floor(tasks * 0.75));
  return {
    'no filter': '',
    state: 'state=Failed',
    'any failed state': 'state=Failed,Crashed,Corrupt,Gone',
    symbol: 'symbol=C77USDT',
    'symbol and state': 'symbol=C77USDT&state=Completed',
    'symbol that failed nowhere': 'symbol=C77USDT&state=Failed',
    'symbol that does not exist': 'symbol=NOSUCHUSDT',
    day: `from=${middle}&to=${middle}`,
    'range of days': `from=${middle}&to=${later}`,
    'failed in a range of days': `from=${middle}&to=${later}&state=Failed`,
    'data type': 'data_type=klines',
    'beginning of the key': 'prefix=data/spot/daily/klines/C49',
    'beginning of the key, failed': 'prefix=data/spot/daily/klines/C4&state=Failed',
    'part of the key': 'contains=C77USDT',
    'part of the key that none has': 'contains=nowhere',
    'error code': 'error_code=throttled',
    'slowest first': 'order=slowest',
    'latest first': 'order=latest',
    'slowest of a symbol': 'order=slowest&symbol=C77USDT',
    [`the failed of one in ${FAILS_EVERY}, slowest first`]: 'order=slowest&state=Failed',
  };
}

/** Answers to a filter, in milliseconds, and what came of them. */
export interface FilterFigures {
  readonly filter: string;
  readonly median: number;
  readonly most: number;
  /** Time of a processor that the service took for one. */
  readonly cpu: number;
  readonly rows: number;
  /** Whether there was a page without rows that was not the last. */
  readonly isEmpty: boolean;
}

/** Requests each filter some times, as the page does. */
export async function measureFilters(
  { url, pid }: { readonly url: string; readonly pid: number },
  tasks: number,
  times: number,
): Promise<FilterFigures[]> {
  const figures: FilterFigures[] = [];
  for (const [filter, query] of Object.entries(filters(tasks))) {
    const taken: number[] = [];
    let page: { rows: unknown[]; next: string | null } = { rows: [], next: null };
    const before = await cpuSeconds(pid);
    for (let time = 0; time < times; time += 1) {
      const start = performance.now();
      const answer = await fetch(`${url}/v1/runs/${LARGE_RUN}/tasks?limit=100&${query}`);
      page = (await answer.json()) as typeof page;
      taken.push(performance.now() - start);
      if (!answer.ok) throw new Error(`${filter}: ${answer.status} ${JSON.stringify(page)}`);
    }
    figures.push({
      filter,
      median: median(taken),
      most: Math.max(...taken),
      cpu: ((await cpuSeconds(pid)) - before) * (1_000 / times),
      rows: page.rows.length,
      isEmpty: page.rows.length === 0 && page.next !== null,
    });
  }
  return figures;
}
