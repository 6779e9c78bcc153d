import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { newToken } from '../../apps/server/src/access/tokens.ts';
import {
  ended,
  serve,
  serveArchive,
  simulator,
  startRun,
  stop,
  url,
} from '../../apps/server/test/service.ts';
import { accessFaults, openBrowser, openTab, overflow } from './browser.ts';

const VICTIM = 'BTCUSDT-1h-2025-07-03.zip';

/** Plants a fault in one file, which is met until it is removed. */
function plant() {
  return simulator.faults.add({ key: new RegExp(`${VICTIM}$`), fault: { kind: 'status', status: 403 } });
}

/** The pane of a file beside its list. */
const paneOf = (page: Page) => page.getByRole('complementary', { name: 'File' });

test('a failed file is found, its log read, and it is retried; the page follows without being loaded again', async () => {
  await serveArchive();
  const fault = plant();
  await serve();
  const run = await startRun();
  await ended(run);
  const page = await openTab(await openBrowser(), `${url}/`);
  await page.getByRole('heading', { name: /^1 file failed in btc\./ }).waitFor();
  await page.getByRole('link', { name: 'show the run' }).click();
  await page.getByText('1 of 15 files failed; the rest is in place.').waitFor();

  const failure = page.getByRole('row').filter({ hasText: 'access_denied' });
  await failure.getByRole('link', { name: VICTIM }).click();
  const pane = paneOf(page);
  await pane.getByText('access_denied').first().waitFor();
  await pane.getByRole('region', { name: 'Attempts' }).getByText('failed').first().waitFor();
  await pane.getByRole('region', { name: 'Log of this file' }).getByRole('listitem').first().waitFor();
  expect(await accessFaults(page)).toEqual([]);

  fault.remove();
  await pane.getByRole('button', { name: 'Retry this file' }).click();
  await page.getByText('All 15 files are in place.').waitFor();
  await pane.getByText('done', { exact: true }).last().waitFor();
  expect(await page.title()).toBe(`Done - run ${run.slice(-4)} - tapehaul`);
});

test('a file says the same of who has to act as the list of failures, and offers a retry only where it can help', async () => {
  await serveArchive();
  plant();
  simulator.faults.add({ key: /1h-2025-07-05\.zip$/, fault: { kind: 'alter' } });
  await serve();
  const run = await startRun();
  await ended(run);
  const page = await openTab(await openBrowser(), `${url}/runs/${run}`);
  const rows = page.getByRole('row');
  const turnOf = async (code: string): Promise<string | null> => {
    const row = rows.filter({ hasText: code });
    await row.waitFor();
    return row.locator('[data-label="whose turn"]').textContent();
  };
  const turns = {
    access_denied: await turnOf('access_denied'),
    checksum_disputed: await turnOf('checksum_disputed'),
  };
  expect(turns).toEqual({ access_denied: 'ours', checksum_disputed: "the archive's" });
  const pane = paneOf(page);
  for (const [code, turn] of Object.entries(turns)) {
    await rows
      .filter({ hasText: code })
      .getByRole('link', { name: /\.zip$/ })
      .click();
    await pane.getByText(code).first().waitFor();
    await pane
      .getByRole('region', { name: 'Proof and versions' })
      .getByText(String(turn), { exact: true })
      .waitFor();
    expect(await pane.getByText('Nothing to do').count()).toBe(0);
    expect(await pane.getByRole('button', { name: 'Retry this file' }).count()).toBe(turn === 'ours' ? 1 : 0);
  }
});

test('the whole way by keyboard alone', async () => {
  await serveArchive();
  plant();
  await serve();
  const run = await startRun();
  await ended(run);
  const page = await openTab(await openBrowser(), `${url}/`);
  await page.getByRole('heading', { name: /^1 file failed/ }).waitFor();
  await page.keyboard.press('g');
  await page.keyboard.press('r');
  await page.getByRole('heading', { name: 'Runs', exact: true }).waitFor();
  await page.getByText('done with failures').first().waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await page.getByText('1 of 15 files failed').first().waitFor();
  await page.getByRole('link', { name: 'Files' }).focus();
  await page.keyboard.press('Enter');
  await page.getByText('1h-2025-07-01.zip').waitFor();
  await page.keyboard.press('/');
  await page.keyboard.type('07-03');
  await page.getByText('1 of 15 files', { exact: true }).waitFor();
  expect(await page.evaluate('document.activeElement.value')).toBe('07-03');
  await page.keyboard.press('Enter');
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await paneOf(page).getByText('access_denied').first().waitFor();
  await page.keyboard.press('Escape');
  await paneOf(page).waitFor({ state: 'detached' });
  await page.keyboard.press('r');
  await page.getByRole('dialog').getByText('Retry 1 failed file?').waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keys' }).waitFor();
});

test('a token that may only read shows everything and presses nothing', async () => {
  await serveArchive();
  plant();
  await serve();
  const run = await startRun();
  await ended(run);
  await stop();
  const reader = newToken('reader', 'read');
  await serve({ tokens: [reader.kept] });
  const page = await openTab(await openBrowser(), `${url}/runs/${run}`);
  await page.getByLabel('Token', { exact: true }).fill(reader.token);
  await page.getByRole('button', { name: 'Sign in' }).click();
  const retry = page.getByRole('button', { name: 'Retry 1 failed file' });
  await page.locator('[data-key=retry][aria-disabled=true]').waitFor();
  expect(await retry.getAttribute('title')).toContain('may only read');
  await retry.click({ force: true });
  expect(await page.getByRole('dialog').count()).toBe(0);
});

test.each([1_280, 320])('every part of a run is accessible, %d pixels wide', async (width) => {
  await serveArchive();
  plant();
  await serve();
  const run = await startRun();
  await ended(run);
  const task = encodeURIComponent(`data/spot/daily/klines/BTCUSDT/1h/${VICTIM}`);
  const parts: readonly (readonly [path: string, text: string])[] = [
    [`/runs/${run}?tab=timeline`, 'The same as a table'],
    [`/runs/${run}?tab=logs`, VICTIM],
    [`/runs/${run}?tab=plan`, 'Requested, and not in the archive'],
    [`/runs/${run}?tab=config`, 'max_parallel_downloads'],
    [`/runs/${run}?tab=events`, 'Changes in the archive'],
    [`/runs/${run}?tab=files&task=${task}`, 'Attempts'],
    [`/runs/${run}/tasks/${task}`, 'Attempts'],
  ];
  const page = await openTab(
    await openBrowser({ width, theme: width > 1_000 ? 'light' : 'dark' }),
    `${url}/`,
  );
  for (const [path, text] of parts) {
    await page.goto(`${url}${path}`);
    await page.getByText(text).first().waitFor();
    expect([path, width, await accessFaults(page), await overflow(page)]).toEqual([path, width, [], 0]);
  }
});
