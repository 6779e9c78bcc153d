import { freePort } from '@tapehaul/testkit/services';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { serve, serveArchive, simulator, startRun, stop, url } from '../../apps/server/test/service.ts';
import { openBrowser, openTab } from './browser.ts';

/** Holds every file of the second half of the plan until it is let go. */
function holdHalf(): () => void {
  let go = (): void => {};
  const until = new Promise<void>((resolve) => {
    go = resolve;
  });
  simulator.faults.add({ key: /1h-2025-07-(?:0[89]|1\d)\.zip$/, fault: { kind: 'hold', until } });
  return go;
}

test('eight tabs of a browser have one stream, all follow a run to its end, and another tab takes over', async () => {
  await serveArchive();
  const go = holdHalf();
  await serve();
  const run = await startRun({ max_parallel_downloads: 2 });
  const context = await openBrowser();
  const opened: string[] = [];
  const tabs: Page[] = [];
  try {
    for (let tab = 0; tab < 8; tab += 1) {
      const page = await openTab(context, `${url}/runs/${run}`, (path) => {
        if (path.endsWith('/events')) opened.push(`tab ${tab}`);
      });
      await page.getByText('of 15 files have ended').waitFor();
      tabs.push(page);
    }
    expect(opened).toEqual(['tab 0']);
    await tabs.shift()?.close();
  } finally {
    go();
  }
  await Promise.all(tabs.map((page) => page.getByText('All 15 files are in place.').waitFor()));
  expect(new Set(opened).size).toBe(2);
});

test('a service that is restarted in mid-stream: the page says so, reconnects, and shows the end', async () => {
  await serveArchive({ latencyMs: 400 });
  // Of its own until the end: any connection may take another one while the service is stopped.
  const port = await freePort();
  await serve({}, port);
  const run = await startRun({ max_parallel_downloads: 1 });
  const page = await openTab(await openBrowser(), `${url}/runs/${run}`);
  await page.getByText('of 15 files have ended').waitFor();
  await stop();
  await page.getByText('Live data paused').waitFor();
  await serve({}, port);
  await page.getByText('Live data paused').waitFor({ state: 'detached' });
  await page.getByText('All 15 files are in place.').waitFor();
});
