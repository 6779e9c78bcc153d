import type { Locator, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import {
  config,
  ended,
  serve,
  serveArchive,
  simulator,
  startRun,
  url,
} from '../../apps/server/test/service.ts';
import { accessFaults, openBrowser, openTab, overflow } from './browser.ts';

/** What helps where the source refuses access. */
const WHAT_TO_DO =
  'Check the address of the source, its credentials and any firewall; retry once the source allows the request.';

/** A set of two series, of which one day could not be fetched and two do not exist; gives what ends that fault. */
async function setWithHoles() {
  await serveArchive();
  const denied = { kind: 'status', status: 403, code: 'AccessDenied' } as const;
  const fault = simulator.faults.add({ key: /BTCUSDT-1h-2025-07-03\.zip$/, fault: denied });
  simulator.faults.add({ key: /ETHUSDT-1h-2025-07-(09|10)\.zip$/, fault: { kind: 'missing' } });
  await serve();
  await ended(await startRun(config({ symbols: ['BTCUSDT', 'ETHUSDT'] })));
  return fault;
}

const map = (page: Page) => page.getByRole('application', { name: 'Heat map of 2 series' });

/** Pixels of the map that have the colour of an ink. */
async function pixelsOf(page: Page, ink: string): Promise<number> {
  return (await page.evaluate(`(() => {
    const canvas = document.querySelector('canvas');
    const probe = document.createElement('span');
    canvas.parentElement.append(probe);
    probe.style.color = 'var(--map-${ink})';
    const wanted = getComputedStyle(probe).color.match(/\\d+/g).map(Number);
    probe.remove();
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    let count = 0;
    for (let at = 0; at < data.length; at += 4) {
      if (wanted.every((value, place) => data[at + place] === value)) count += 1;
    }
    return count;
  })()`)) as number;
}

test('by keyboard alone: the next hole is found, explained and retried, and the map shows that it is held', async () => {
  const fault = await setWithHoles();
  const page = await openTab(await openBrowser(), `${url}/coverage?set=btc`);
  await page.getByText('90 % of what should exist is held.').waitFor();
  await expect.poll(() => pixelsOf(page, 'ours')).toBeGreaterThan(0);
  await map(page).focus();
  await page.keyboard.press('h');
  await page.getByText('BTCUSDT 1h, spot klines, 2025-07-03: could not be fetched.').waitFor();
  await page.keyboard.press('Enter');
  const why = page.getByRole('region', { name: 'spot/klines/BTCUSDT/1h, 2025-07-03' });
  await why.getByText(WHAT_TO_DO).waitFor();
  expect(new URL(page.url()).searchParams.get('first')).toBe('2025-07-03');

  fault.remove();
  await why.getByRole('button', { name: 'Retry this file' }).focus();
  await page.keyboard.press('Enter');
  await page
    .getByText('BTCUSDT 1h, spot klines, 2025-07-03: held, proved by its checksum.')
    .waitFor({ timeout: 60_000 });
  await expect.poll(() => pixelsOf(page, 'ours')).toBe(0);
  await why.getByText('proved by its checksum').first().waitFor();
  expect(await why.getByRole('button', { name: 'Retry this file' }).count()).toBe(0);
});

test('the table of holes says the same as the picture, and explains it', async () => {
  await setWithHoles();
  const page = await openTab(await openBrowser(), `${url}/coverage?set=btc`);
  const rows = page.getByRole('table').getByRole('row');
  await rows.nth(2).waitFor();
  expect(await rows.count()).toBe(3);
  await rows.nth(1).getByText('2025-07-09').first().waitFor();
  await rows.nth(1).getByText("the archive's").waitFor();
  await rows.nth(2).getByText('ours').waitFor();
  await page.getByLabel('whose').selectOption('ours');
  await expect.poll(() => rows.count()).toBe(2);
  await page.getByLabel('whose').selectOption('all');
  await rows.nth(2).waitFor();
  await rows.nth(1).getByRole('button', { name: 'ETHUSDT 1h' }).click();
  await page.getByRole('region', { name: /ETHUSDT\/1h, 2025-07-09 … 2025-07-10/ }).waitFor();
  await page.keyboard.press('Escape');
  await expect.poll(() => new URL(page.url()).searchParams.has('series')).toBe(false);
});

test('a zoom that changes what a cell stands for leaves the map where it is', async () => {
  await setWithHoles();
  const page = await openTab(await openBrowser(), `${url}/coverage?set=btc`);
  const topOf = async (part: Locator): Promise<number> => (await part.boundingBox())?.y ?? 0;
  const places = new Set<number>();
  for (const level of ['year', 'month', 'day']) {
    const button = page.getByRole('button', { name: level, exact: true });
    await button.click();
    await page.locator(`button[aria-pressed=true]:text-is("${level}")`).waitFor();
    places.add((await topOf(map(page))) - (await topOf(button)));
  }
  expect(places.size).toBe(1);
});

test('filters, zoom and what is open stand in the address, which restores them', async () => {
  await setWithHoles();
  const page = await openTab(await openBrowser(), `${url}/coverage?set=btc`);
  await map(page).waitFor();
  await page.getByLabel('symbols').fill('ETH*');
  await page.getByRole('application', { name: 'Heat map of 1 series' }).waitFor();
  await page.getByRole('button', { name: 'month', exact: true }).click();
  await page.getByText('all days held').waitFor();
  await expect.poll(() => new URL(page.url()).searchParams.get('zoom')).toBe('month');
  await page.getByRole('application').focus();
  await page.keyboard.press('Home');
  await page.getByText('2025-07: 13 of 15 days held, 2 missing in the archive.').waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('region', { name: /2025-07-01 … 2025-07-15/ }).waitFor();

  const again = await openTab(await openBrowser(), page.url());
  await again.getByRole('application', { name: 'Heat map of 1 series' }).waitFor();
  await again.getByText('all days held').waitFor();
  await again.getByRole('region', { name: /2025-07-01 … 2025-07-15/ }).waitFor();
  expect(await again.getByLabel('symbols').inputValue()).toBe('ETH*');
  expect(await again.title()).toBe('Coverage of btc - tapehaul');
  await again.getByLabel('symbols').fill('NONE*');
  await again.getByRole('button', { name: 'clear symbols NONE*' }).click();
  await map(again).waitFor();
});

describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
  test.each([1_280, 390, 320])(
    'coverage is accessible and needs no sideways scroll at %d pixels',
    async (width) => {
      await setWithHoles();
      const open = 'series=spot/klines/BTCUSDT/1h&first=2025-07-02&last=2025-07-04';
      const page = await openTab(await openBrowser({ theme, width }), `${url}/coverage?set=btc&${open}`);
      await page.getByText(WHAT_TO_DO).first().waitFor();
      await map(page).waitFor();
      for (const level of ['day', 'year']) {
        await page.getByRole('button', { name: level, exact: true }).click();
        expect([level, await accessFaults(page)]).toEqual([level, []]);
        expect([level, await overflow(page)]).toEqual([level, 0]);
      }
    },
  );
});
