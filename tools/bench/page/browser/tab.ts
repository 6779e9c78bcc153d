import type { BrowserContext, CDPSession, Page } from 'playwright-core';
import { observer, PATIENCE } from './observer.ts';

/** What a page was seen to do since it was last asked, in milliseconds. */
export interface Seen {
  /** The longest time in which the page could not answer; 0 where none took 50 ms. */
  readonly longestTask: number;
  /** The slowest answer to a key, a click or a choice: until the next picture; 0 where none took 16 ms. */
  readonly slowestAnswer: number;
  /** Sum of what has moved without being touched: 0 is nothing, 1 is the whole page. */
  readonly shift: number;
}

/** A page whose time and memory are measured. */
export class Tab {
  readonly page: Page;
  readonly #session: CDPSession;

  private constructor(page: Page, session: CDPSession) {
    this.page = page;
    this.#session = session;
  }

  /** Opens an address; {@link Tab.readyAfter} waits for elements that each of these selectors finds. */
  static async open(context: BrowserContext, address: string, wanted: readonly string[]): Promise<Tab> {
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE);
    await page.addInitScript({ content: observer(wanted) });
    const session = await context.newCDPSession(page);
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    await page.goto(address, { waitUntil: 'commit' });
    return new Tab(page, session);
  }

  /** Milliseconds from the request until the elements are in view. */
  async readyAfter(): Promise<number> {
    return (await this.page.evaluate('ready')) as number;
  }

  /** What was seen since the last call, or since the page was opened. */
  async seen(): Promise<Seen> {
    // Observers are called when the page has nothing else to do.
    await this.page.evaluate('new Promise((done) => setTimeout(done, 150))');
    return (await this.page.evaluate(
      '(() => { const was = { ...seen }; Object.assign(seen, { longestTask: 0, slowestAnswer: 0, shift: 0 }); return was; })()',
    )) as Seen;
  }

  /** Time of a processor that its tasks have taken so far, in milliseconds. */
  async busy(): Promise<number> {
    return 1_000 * (await this.#metrics())('TaskDuration');
  }

  /** Memory of its script after what is not needed has been thrown away, in MB, and how many nodes and listeners there are. */
  async heap(): Promise<{ heap: number; nodes: number; listeners: number }> {
    await this.#session.send('HeapProfiler.collectGarbage');
    const of = await this.#metrics();
    return { heap: of('JSHeapUsedSize') / 1e6, nodes: of('Nodes'), listeners: of('JSEventListeners') };
  }

  async #metrics(): Promise<(name: string) => number> {
    const { metrics } = await this.#session.send('Performance.getMetrics');
    return (name) => metrics.find((metric) => metric.name === name)?.value ?? 0;
  }
}
