import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { browserPath, repositoryFolder } from '@tapehaul/testkit';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';

const axe = readFileSync(join(repositoryFolder, 'node_modules/axe-core/axe.min.js'), 'utf8');

/** How long a page may take on a busy machine, in milliseconds. */
const PATIENCE = 120_000;

let browser: Browser;
let contexts: BrowserContext[] = [];
let faults: string[] = [];

beforeAll(async () => {
  browser = await chromium.launch({
    executablePath: browserPath(),
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'],
  });
});
afterAll(() => browser?.close());
afterEach(async () => {
  await Promise.all(contexts.map((context) => context.close()));
  contexts = [];
  const seen = faults;
  faults = [];
  expect(seen).toEqual([]);
});

/** In which width and theme a page is shown. */
export interface View {
  readonly width?: number;
  readonly height?: number;
  readonly theme?: 'light' | 'dark';
  readonly forcedColors?: 'active' | 'none';
  /** Pixels of the screen to a pixel of the page, along a side. */
  readonly ratio?: number;
  readonly hasTouch?: boolean;
}

/** A browser of its own: its tabs share what a browser keeps. */
export async function openBrowser({
  width = 1_280,
  height = 900,
  theme = 'light',
  forcedColors = 'none',
  ratio = 1,
  hasTouch = false,
}: View = {}): Promise<BrowserContext> {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: theme,
    deviceScaleFactor: ratio,
    forcedColors,
    hasTouch,
  });
  contexts.push(context);
  return context;
}

/** A tab. What the page throws, or its policy refuses, fails the test; so does a request to anywhere else than `origin`. */
export async function openTab(
  context: BrowserContext,
  address: string,
  onRequest: (path: string) => void = () => {},
): Promise<Page> {
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  const { origin } = new URL(address);
  page.on('pageerror', (error) => faults.push(`${page.url()}: ${error.message}`));
  page.on('console', (message) => {
    if (/Content Security Policy|Trusted Type|Minified React error/.test(message.text()))
      faults.push(message.text());
  });
  page.on('request', (request) => {
    onRequest(new URL(request.url()).pathname);
    if (!/^(?:data|blob):/.test(request.url()) && new URL(request.url()).origin !== origin)
      faults.push(`requests ${request.url()}`);
  });
  await page.goto(address);
  return page;
}

/** What axe-core finds wrong with a page, of any impact. */
export async function accessFaults(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const found: unknown = await page.evaluate(
    `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
      violations.map(({ id, help, nodes }) => id + ': ' + help + ': ' + nodes.slice(0, 3).map(({ html, failureSummary }) => html.slice(0, 200) + ' ' + failureSummary).join(' | ')))`,
  );
  return found as string[];
}

/** Pixels by which a page is wider than its view. */
export async function overflow(page: Page): Promise<number> {
  return (await page.evaluate(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  )) as number;
}
