import type { Browser, BrowserContext } from 'playwright-core';
import type { MeasuredBrowser } from './browser/browser.ts';
import { busiestTask } from './browser/busiest-task.ts';
import { Tab } from './browser/tab.ts';
import { median } from './figures.ts';
import { MAP_MOVES, type Move, scrollList } from './moves.ts';
import { type PageView, VIEWS } from './views.ts';

const SIZE = { viewport: { width: 1_280, height: 900 } };

/** Medians of some loads of a page by a browser that has nothing of it. */
export interface LoadFigures {
  readonly view: string;
  readonly ready: number;
  /** Time of a processor that the page itself took until then. */
  readonly busy: number;
  readonly shift: number;
}

/** Loads each page some times, and a bare page in between. */
export async function measureLoads(
  { browser }: MeasuredBrowser,
  { url, bare, rounds }: { readonly url: string; readonly bare: string; readonly rounds: number },
): Promise<LoadFigures[]> {
  const pages: [string, PageView & { origin: string }][] = [
    ['a bare page', { path: '', wanted: ['tr[data-index]'], origin: bare }],
    ...Object.entries(VIEWS).map(([name, view]): [string, PageView & { origin: string }] => [
      name,
      { ...view, origin: url },
    ]),
  ];
  const taken = pages.map(() => ({ ready: [] as number[], busy: [] as number[], shift: [] as number[] }));
  // The first one starts the browser's own parts, and counts for nothing.
  for (let round = -1; round < rounds; round += 1) {
    for (const [place, [, { origin, path, wanted }]] of pages.entries()) {
      await using context = await browser.newContext(SIZE);
      const tab = await Tab.open(context, `${origin}${path}`, wanted);
      const ready = await tab.readyAfter();
      const busy = await tab.busy();
      const { shift } = await tab.seen();
      if (round < 0) continue;
      taken[place]?.ready.push(ready);
      taken[place]?.busy.push(busy);
      taken[place]?.shift.push(shift);
    }
  }
  return pages.map(([view], place) => {
    const { ready = [], busy = [], shift = [] } = taken[place] ?? {};
    return { view, ready: median(ready), busy: median(busy), shift: Math.max(...shift) };
  });
}

/** Medians of some rounds of a move, on a page of the service and on a bare one. */
export interface MoveFigures {
  readonly move: string;
  readonly longestTask: number;
  /** Time of a processor that the longest task took. */
  readonly busiestTask: number;
  readonly bare: number;
  readonly slowestAnswer: number;
}

/** What a page holds after the moves, in MB. */
export interface MemoryFigures {
  readonly view: string;
  readonly heap: number;
  readonly resident: number;
  readonly own: number;
}

/** Pans, zooms and scrolls some times, on the service's pages and on a bare one in turn; then measures the memory of each page. */
export async function measureMoves(
  { browser, renderer }: MeasuredBrowser,
  { url, bare, rounds }: { readonly url: string; readonly bare: string; readonly rounds: number },
): Promise<{ moves: MoveFigures[]; memory: MemoryFigures[] }> {
  const [moves, memory]: [MoveFigures[], MemoryFigures[]] = [[], []];
  const sets: readonly [string, Readonly<Record<string, Move>>][] = [
    ['coverage', MAP_MOVES],
    ['run, files', { 'scroll the files': scrollList }],
  ];
  for (const [view, made] of sets) {
    const taken = Object.entries(made).map(([name, move]) => ({
      name,
      move,
      tasks: [] as number[],
      bare: [] as number[],
      busy: [] as number[],
      answers: [] as number[],
    }));
    for (let round = 0; round < rounds; round += 1) {
      const plain = await openReady(browser, `${bare}`, ['tr[data-index]']);
      for (const { move, bare } of taken) bare.push((await during(browser, plain.tab, move)).longestTask);
      await plain.context.close();
      const page = await openReady(browser, `${url}${VIEWS[view]?.path}`, VIEWS[view]?.wanted ?? []);
      for (const { move, tasks, busy, answers } of taken) {
        const { longestTask, slowestAnswer, cpu } = await during(browser, page.tab, move);
        tasks.push(longestTask);
        busy.push(cpu);
        answers.push(slowestAnswer);
      }
      const { heap } = await page.tab.heap();
      memory.push({ view, heap, ...(await renderer()) });
      await page.context.close();
    }
    for (const { name, tasks, bare, busy, answers } of taken) {
      moves.push({
        move: name,
        longestTask: median(tasks),
        busiestTask: median(busy),
        bare: median(bare),
        slowestAnswer: median(answers),
      });
    }
  }
  return { moves, memory: sets.map(([view]) => largest(memory.filter((one) => one.view === view))) };
}

async function openReady(
  browser: Browser,
  address: string,
  wanted: readonly string[],
): Promise<{ tab: Tab; context: BrowserContext }> {
  const context = await browser.newContext(SIZE);
  const tab = await Tab.open(context, address, wanted);
  await tab.readyAfter();
  await tab.seen();
  return { tab, context };
}

async function during(browser: Browser, tab: Tab, move: Move) {
  await tab.seen();
  const cpu = await busiestTask(browser, tab.page, () => move(tab.page));
  return { ...(await tab.seen()), cpu };
}

/** The most of each figure. */
function largest(figures: readonly MemoryFigures[]): MemoryFigures {
  const of = (name: 'heap' | 'resident' | 'own'): number => Math.max(...figures.map((one) => one[name]));
  return { view: figures[0]?.view ?? '', heap: of('heap'), resident: of('resident'), own: of('own') };
}
