import { expect, test } from 'vitest';
import { serve, serveArchive, simulator, startRun, url } from '../../apps/server/test/service.ts';
import { openBrowser, openTab } from './browser.ts';

const HOUR = 3_600_000;

test.each([
  ['behind', -5 * HOUR],
  ['ahead', 5 * HOUR],
])('a browser whose clock is %s shows how long a run has been in progress', async (_, wrongBy) => {
  await serveArchive();
  let go = (): void => {};
  const until = new Promise<void>((resolve) => {
    go = resolve;
  });
  simulator.faults.add({ key: /1h-2025-07-0[89]\.zip$/, fault: { kind: 'hold', until } });
  try {
    await serve();
    const run = await startRun({ max_parallel_downloads: 2 });
    const context = await openBrowser();
    await context.addInitScript(`{ const { now } = Date; Date.now = () => now() + ${wrongBy}; }`);
    const page = await openTab(context, `${url}/runs/${run}`);
    await page.getByText(/running for [1-9][\d.]* s|running for 0\.[1-9] s|running for \d+ min/).waitFor();
    expect(await page.getByText(/running for \d+ h/).count()).toBe(0);
    await page.goto(`${url}/runs`);
    const row = page.getByRole('row').filter({ hasText: 'btc' });
    await row.waitFor();
    expect(await row.textContent()).not.toMatch(/\d h\b/);
  } finally {
    go();
  }
});
