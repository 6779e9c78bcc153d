import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { ended, serve, serveArchive, simulator, startRun, url } from '../../apps/server/test/service.ts';
import { openBrowser, openTab } from './browser.ts';

/** A run of fifteen files, one of which failed. */
async function failedRun(): Promise<string> {
  await serveArchive();
  simulator.faults.add({ key: /1h-2025-07-03\.zip$/, fault: { kind: 'status', status: 403 } });
  await serve();
  const run = await startRun();
  await ended(run);
  return run;
}

/** Counts from now on, in every document: how much moved, most loading places at once, and whether rows were ever gone. */
const WATCH = `
  window.seen = { shift: 0, busy: 0, rowsGone: false };
  new PerformanceObserver((list) => {
    for (const { value, hadRecentInput } of list.getEntries()) if (!hadRecentInput) window.seen.shift += value;
  }).observe({ type: 'layout-shift', buffered: true });
  let had = false;
  new MutationObserver(() => {
    window.seen.busy = Math.max(window.seen.busy, document.querySelectorAll('[aria-busy=true]').length);
    const rows = document.querySelectorAll('main tbody tr').length;
    if (had && rows === 0) window.seen.rowsGone = true;
    had = had || rows > 0;
  }).observe(document, { subtree: true, childList: true });
`;
const seenBy = async (page: Page): Promise<{ shift: number; busy: number; rowsGone: boolean }> =>
  (await page.evaluate('window.seen')) as { shift: number; busy: number; rowsGone: boolean };

test('on a slow network the page has one loading place at a time, nothing jumps, and rows and text stay while others are read', async () => {
  const run = await failedRun();
  const context = await openBrowser();
  await context.addInitScript(WATCH);
  const page = await openTab(context, `${url}/sign-in`);
  page.setDefaultTimeout(30_000);
  const network = await context.newCDPSession(page);
  await network.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 300,
    downloadThroughput: 400_000,
    uploadThroughput: 100_000,
  });
  await page.goto(`${url}/runs/${run}?tab=files`);
  await page.getByText('1h-2025-07-15.zip').waitFor();
  await page.getByLabel('find in keys').fill('07-03');
  await page.getByText('1 of 15 files', { exact: true }).waitFor();
  expect(await page.getByLabel('find in keys').inputValue()).toBe('07-03');
  const { busy, shift, rowsGone } = await seenBy(page);
  expect(busy).toBe(1);
  expect(rowsGone).toBe(false);
  expect(shift).toBeLessThan(0.02);
});

test('a service that limits requests: the page says until when it waits, shows the rest, and continues by itself', async () => {
  await failedRun();
  const page = await openTab(await openBrowser(), `${url}/sign-in`);
  let refused = 0;
  await page.route('**/v1/outputs', async (route) => {
    refused += 1;
    if (refused > 1) return route.continue();
    await route.fulfill({
      status: 429,
      headers: { 'retry-after': '2', 'content-type': 'application/problem+json' },
      body: JSON.stringify({
        status: 429,
        code: 'too_many_requests',
        title: 'too many requests',
        hint: 'Wait.',
      }),
    });
  });
  await page.goto(`${url}/`);
  await page.getByText('The service limits how often this page may read.').waitFor();
  await page.getByRole('link', { name: 'Runs', exact: true }).waitFor();
  await page.getByRole('heading', { name: /^1 file failed in btc\./ }).waitFor();
  await page.getByText('The service limits how often this page may read.').waitFor({ state: 'detached' });
  expect(refused).toBeGreaterThan(1);
});
