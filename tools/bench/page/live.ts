import type { BrowserContext } from 'playwright-core';
import { smallFiles } from '../small-files.ts';
import type { MeasuredBrowser } from './browser/browser.ts';
import { Tab } from './browser/tab.ts';

/** What two pages of a run in progress hold after some minutes. */
export interface LiveFigures {
  readonly minute: number;
  /** Files that have ended. */
  readonly files: number;
  /** Memory of the script of each page, in MB, after what is not needed was thrown away. */
  readonly run: Figure;
  readonly coverage: Figure;
  /** Resident memory of the larger renderer, in MB. */
  readonly resident: number;
}

type Figure = Awaited<ReturnType<Tab['heap']>>;

/** Starts a run of two files at a time, which come as slowly as the service's archive is, and gives its id. */
export async function startSlowRun(url: string): Promise<string> {
  const config = {
    ...smallFiles(20_000),
    max_parallel_downloads: 2,
    output_directory: 'live',
  };
  const answer = await fetch(`${url}/v1/runs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ config }),
  });
  const { run_id, ...problem } = (await answer.json()) as { run_id?: string };
  if (run_id === undefined) throw new Error(`no run: ${JSON.stringify(problem)}`);
  return run_id;
}

/** Has the run page and the coverage page of a run open for some minutes, and measures them at a few of these. */
export async function watchLive(
  { renderer }: MeasuredBrowser,
  context: BrowserContext,
  { url, run, minutes }: { readonly url: string; readonly run: string; readonly minutes: number },
): Promise<LiveFigures[]> {
  const figures: LiveFigures[] = [];
  const started = Date.now();
  const tab = await Tab.open(context, `${url}/runs/${run}?tab=files&order=latest`, ['tr[data-index]']);
  const map = await Tab.open(context, `${url}/coverage?set=live`, ['canvas']);
  await Promise.all([tab.readyAfter(), map.readyAfter()]);
  for (const minute of [1, minutes / 3, (2 * minutes) / 3, minutes]) {
    const left = started + minute * 60_000 - Date.now();
    if (left > 0) await new Promise((resolve) => setTimeout(resolve, left));
    const shown = (await (await fetch(`${url}/v1/runs/${run}`)).json()) as {
      state: string;
      files: Record<string, { tasks: number }>;
    };
    if (shown.state !== 'Running') throw new Error(`the run is ${shown.state} after ${minute} minutes`);
    const now = {
      minute,
      files: shown.files.Completed?.tasks ?? 0,
      run: await tab.heap(),
      coverage: await map.heap(),
      resident: (await renderer()).resident,
    };
    console.error(JSON.stringify(now));
    figures.push(now);
  }
  await Promise.all([tab.page.close(), map.page.close()]);
  await fetch(`${url}/v1/runs/${run}/cancel`, { method: 'POST' });
  return figures;
}
