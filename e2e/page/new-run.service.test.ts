import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { config, ended, serve, serveArchive, startRun, url } from '../../apps/server/test/service.ts';
import { openBrowser, openTab } from './browser.ts';

const ASKED = '?set=btc&market=spot&type=klines&interval=1h&symbol=BTCUSDT&from=2025-07-01&to=2025-07-03';

/** Presses Tab until something with that name has the focus. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let press = 0; press < 120; press += 1) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate(`(() => {
      const { activeElement: it } = document;
      return (it.labels?.[0]?.textContent ?? it.getAttribute('aria-label') ?? it.textContent ?? '').trim();
    })()`);
    if (name.test(String(focused))) return;
  }
  throw new Error(`Tab leads to nothing that is called ${name}`);
}

test('a collection is started from the form by keyboard alone, and is what the button said', async () => {
  await serveArchive();
  await serve();
  const page = await openTab(await openBrowser(), `${url}/new`);
  await page.getByRole('checkbox', { name: 'spot', exact: true }).waitFor();
  await tabTo(page, /^Symbols$/);
  await page.keyboard.press('Backspace');
  await page.keyboard.type('ethusdt ');
  await tabTo(page, /^First day/);
  await page.keyboard.type('07012025');
  await tabTo(page, /^up to the newest day$/);
  await page.keyboard.press('Space');
  await tabTo(page, /^Last day/);
  await page.keyboard.type('07032025');
  await page.getByRole('button', { name: /^Start 3 files, / }).waitFor();
  await tabTo(page, /^Start 3 files, /);
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/runs\/./);
  await page.getByText('All 3 files are in place.').waitFor();
});

test('the form and the JSON say the same, and what is wrong is said where it stands', async () => {
  await serveArchive();
  await serve();
  const page = await openTab(await openBrowser(), `${url}/new${ASKED}`);
  const json = page.getByLabel(/^JSON/);
  const start = page.getByRole('button', { name: /^(Start|Check)/ });
  await page.getByRole('button', { name: /^Start 3 files/ }).waitFor();
  await json.fill((await json.inputValue()).replace('"spot"', '"spott"'));
  await page.getByText('1 problem must be solved first.').last().waitFor();
  expect(await start.getAttribute('aria-disabled')).toBe('true');
  await page.getByRole('button', { name: 'Use spot' }).click();
  expect(JSON.parse(await json.inputValue()).markets).toEqual(['spot']);
  await page.getByRole('button', { name: /^Start 3 files/ }).waitFor();

  await page.getByLabel('Symbols', { exact: true }).fill('ETHUSDT,');
  expect(JSON.parse(await json.inputValue()).symbols).toEqual(['BTCUSDT', 'ETHUSDT']);
  await page.getByRole('button', { name: /^Start 6 files/ }).waitFor();

  await json.fill('{ "markets": ');
  await page.getByText('The form waits until the JSON can be read.').waitFor();
  expect(await page.getByRole('checkbox', { name: 'spot', exact: true }).isDisabled()).toBe(true);
  expect(await json.inputValue()).toBe('{ "markets": ');
});

test('what is held and settled is said before a collection is started, and a wrong name is replaced', async () => {
  await serveArchive();
  await serve();
  await ended(await startRun(config({ symbols: ['BTCUSDT'] })));
  const asked = ASKED.replace('to=2025-07-03', 'to=2025-07-16').replace('BTCUSDT', 'BTCUSDT,BTCUSTD');
  const page = await openTab(await openBrowser(), `${url}/new${asked}`);
  await page.getByRole('button', { name: /^Start 1 file,/ }).waitFor();
  await page.getByText('15 days held since earlier runs, not checked again').waitFor();
  await page.getByText('BTCUSTD, 16 days: ').waitFor();
  await page.getByRole('button', { name: 'Use BTCUSDT' }).click();
  await page.getByText('Nothing that was requested will be missing.').waitFor();
  expect(JSON.parse(await page.getByLabel(/^JSON/).inputValue()).symbols).toEqual(['BTCUSDT']);

  await page.getByLabel(/^Last day/).fill('2025-07-15');
  await page.getByText('Nothing to fetch: what exists is held.').last().waitFor();
  expect(await page.getByRole('button', { name: 'Start' }).getAttribute('aria-disabled')).toBe('true');
});
