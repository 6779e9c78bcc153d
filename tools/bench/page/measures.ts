import type { Browser, BrowserContext } from 'playwright-core';
import type { MeasuredBrowser } from './browser.ts';
import { median } from './figures.ts';
import { MAP_MOVES, type Move, scrollList } from './moves.ts';
import { Tab } from './tab.ts';
import { type PageView, VIEWS } from './views.ts';

const SIZE = { viewport: { width: 1_280, height: 900 } };

/** Medians of some loads of a page by a browser that has nothing of it. */
export interface LoadFigures {
  readonly view: string;
  readonly ready: number;
  readonly longestTask: number;
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
  const taken = pages.map(() => ({ ready: [] as number[], longest: [] as number[], shift: [] as number[] }));
  // The first one starts the browser's own parts, and counts for nothing.
  for (let round = -1; round < rounds; round += 1) {
    for (const [place, [, { origin, path, wanted }]] of pages.entries()) {
      await using context = await browser.newContext(SIZE);
      const tab = await Tab.open(context, `${origin}${path}`, wanted);
      const ready = await tab.readyAfter();
      const { longestTask, shift } = await tab.seen();
      if (round < 0) continue;
      taken[place]?.ready.push(ready);
      taken[place]?.longest.push(longestTask);
      taken[place]?.shift.push(shift);
    }
  }
  return pages.map(([view], place) => {
    const { ready = [], longest = [], shift = [] } = taken[place] ?? {};
    return { view, ready: median(ready), longestTask: median(longest), shift: Math.max(...shift) };
  });
}

/** Medians of some rounds of a move, on a page of the service and on a bare one. */
export interface MoveFigures {
  readonly move: string;
  readonly longestTask: number;
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
      answers: [] as number[],
    }));
    for (let round = 0; round < rounds; round += 1) {
      const plain = await openReady(browser, `${bare}`, ['tr[data-index]']);
      for (const { move, bare } of taken) bare.push((await during(plain.tab, move)).longestTask);
      await plain.context.close();
      const page = await openReady(browser, `${url}${VIEWS[view]?.path}`, VIEWS[view]?.wanted ?? []);
      for (const { move, tasks, answers } of taken) {
        const { longestTask, slowestAnswer } = await during(page.tab, move);
        tasks.push(longestTask);
        answers.push(slowestAnswer);
      }
      const { heap } = await page.tab.heap();
      memory.push({ view, heap, ...(await renderer()) });
      await page.context.close();
    }
    for (const { name, tasks, bare, answers } of taken) {
      const slowestAnswer = median(answers);
      moves.push({ move: name, longestTask: median(tasks), bare: median(bare), slowestAnswer });
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

async function during(tab: Tab, move: Move) {
  await tab.seen();
  await move(tab.page);
  return tab.seen();
}

/** The most of each figure. */
function largest(figures: readonly MemoryFigures[]): MemoryFigures {
  const of = (name: 'heap' | 'resident' | 'own'): number => Math.max(...figures.map((one) => one[name]));
  return { view: figures[0]?.view ?? '', heap: of('heap'), resident: of('resident'), own: of('own') };
}
