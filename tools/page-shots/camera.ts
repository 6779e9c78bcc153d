import { browserPath } from '@tapehaul/testkit';
import { type Browser, chromium, type Page } from 'playwright-core';
import { indexedPng } from './indexed-png.ts';

/** How a page is photographed. */
export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly theme: 'light' | 'dark';
}

/** When it is for the browser: a quarter of an hour after the last run has begun. */
const NOW = new Date('2025-07-16T08:21:00Z');

/** Starts Debian's Chromium. */
export function startBrowser(): Promise<Browser> {
  const args = ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu', '--font-render-hinting=none'];
  return chromium.launch({ executablePath: browserPath(), args });
}

/** Opens a page in a browser of its own, with a fixed clock in UTC. */
export async function openPage(browser: Browser, { width, height, theme }: Frame): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: theme,
    deviceScaleFactor: 1,
    timezoneId: 'UTC',
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  await page.clock.setFixedTime(NOW);
  return page;
}

/** A picture of a page as PNG: what is in view, or all of it. */
export async function photograph(page: Page, fullPage: boolean): Promise<Buffer> {
  await page.waitForFunction('document.querySelector("[aria-busy=true]") === null');
  await page.evaluate(
    'document.fonts.ready.then(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))',
  );
  return page.screenshot({ fullPage, caret: 'hide', animations: 'disabled' });
}

/** The same picture with fewer colours, which takes less room. */
export async function smaller(browser: Browser, png: Buffer): Promise<Buffer> {
  const page = await browser.newPage();
  try {
    const read: unknown = await page.evaluate(`(async () => {
      const image = await createImageBitmap(await (await fetch('data:image/png;base64,${png.toString('base64')}')).blob());
      const context = new OffscreenCanvas(image.width, image.height).getContext('2d');
      context.drawImage(image, 0, 0);
      const { data } = context.getImageData(0, 0, image.width, image.height);
      const parts = [];
      for (let at = 0; at < data.length; at += 8_192) parts.push(String.fromCharCode(...data.subarray(at, at + 8_192)));
      return { width: image.width, height: image.height, pixels: btoa(parts.join('')) };
    })()`);
    const { width, height, pixels } = read as { width: number; height: number; pixels: string };
    return indexedPng(Buffer.from(pixels, 'base64'), width, height);
  } finally {
    await page.close();
  }
}
