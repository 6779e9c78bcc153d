import { readFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { browserPath } from '@tapehaul/testkit';
import { type Browser, type CDPSession, chromium, type Page } from 'playwright-core';
import { Hand, type Way } from './hand.ts';
import { countTraffic } from './page-traffic.ts';
import { residentMegabytes } from './process-cost.ts';

/** How long the network must be still before a page counts as loaded, in milliseconds. */
const STILL = 2_000;
/** How long a page may take, in milliseconds. */
const PATIENCE = 120_000;

/** A page of a run. */
export interface RunPage {
  readonly address: string;
  /** A glob of addresses that are withheld from the page. */
  readonly withheld?: string | undefined;
  /** Fulfilled once the state of the run and the first row below it can be read. */
  content(page: Page): Promise<void>;
}

/** What a page took: milliseconds, bytes on the wire, megabytes. */
export interface Visit {
  readonly content: number;
  readonly bytes: number;
  readonly requests: number;
  /** Tasks of the main thread of more than 50 ms until the page was loaded. */
  readonly longTasks: number;
  readonly longest: number;
  readonly heap: number;
  readonly renderer: number;
  readonly reason: number;
  readonly clicks: number;
  readonly typed: number;
  readonly bytesToReason: number;
  /** Addresses elsewhere that the page requested. */
  readonly elsewhere: readonly string[];
}

/** Opens a run in a fresh browser, and goes one way from there. */
export async function visit({ address, withheld, content }: RunPage, way: Way): Promise<Visit> {
  await using browser = await openBrowser();
  const { page, session } = await openPage(browser, withheld);
  const traffic = countTraffic(session, new URL(address).origin);
  const started = performance.now();
  await page.goto(address, { waitUntil: 'commit' });
  await content(page);
  const shown = performance.now() - started;
  await traffic.still(STILL);
  const [bytes, requests] = [traffic.bytes(), traffic.requests()];
  const long = (await page.evaluate('longTasks')) as number[];
  await session.send('HeapProfiler.collectGarbage');
  const { metrics } = await session.send('Performance.getMetrics');
  const heap = (metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? 0) / 1e6;
  const renderer = await rendererMegabytes(browser);
  const hand = new Hand(page);
  const left = performance.now();
  await way(page, hand);
  const reason = performance.now() - left;
  await traffic.still(STILL);
  return {
    content: shown,
    bytes,
    requests,
    longTasks: long.length,
    longest: Math.max(0, ...long),
    heap,
    renderer,
    reason,
    clicks: hand.clicks,
    typed: hand.typed,
    bytesToReason: traffic.bytes(),
    elsewhere: traffic.elsewhere(),
  };
}

/** Starts a browser as the tests of the page do. */
export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: browserPath(),
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'],
  });
}

async function openPage(browser: Browser, withheld?: string): Promise<{ page: Page; session: CDPSession }> {
  const context = await browser.newContext({ viewport: { width: 1_280, height: 900 } });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  await page.addInitScript(`globalThis.longTasks = [];
    new PerformanceObserver((list) => longTasks.push(...list.getEntries().map(({ duration }) => duration)))
      .observe({ type: 'longtask', buffered: true });`);
  if (withheld !== undefined) await page.route(withheld, (route) => route.abort());
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Performance.enable');
  // A browser that has just started is busy with itself.
  await setTimeout(STILL);
  return { page, session };
}

/** Resident memory of the renderer that has worked most, in MB. */
async function rendererMegabytes(browser: Browser): Promise<number> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const [busiest] = processInfo
    .filter(({ type }) => type === 'renderer')
    .toSorted((a, b) => b.cpuTime - a.cpuTime);
  const status = await readFile(`/proc/${busiest?.id}/status`, 'utf8');
  return residentMegabytes(status, 'VmRSS');
}
