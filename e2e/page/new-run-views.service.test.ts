import { describe, expect, test } from 'vitest';
import { newToken } from '../../apps/server/src/access/tokens.ts';
import { serve, serveArchive, url } from '../../apps/server/test/service.ts';
import { accessFaults, openBrowser, openTab, overflow } from './browser.ts';

const ASKED = '?set=btc&market=spot&type=klines&interval=1h&symbol=BTCUSDT&from=2025-07-01&to=2025-07-03';

test('a token that may only read plans, and cannot start', async () => {
  const reader = newToken('reader', 'read');
  await serveArchive();
  await serve({ tokens: [reader.kept] });
  const page = await openTab(await openBrowser(), `${url}/new${ASKED}`);
  await page.getByLabel('Token', { exact: true }).fill(reader.token);
  await page.keyboard.press('Enter');
  await page.getByText('3 files, all new').waitFor();
  await page.getByText('Your token may only read: sign in with one that may write.').last().waitFor();
  expect(await page.getByRole('button', { name: /^Start 3 files/ }).getAttribute('aria-disabled')).toBe(
    'true',
  );
});

describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
  test.each([1_280, 390, 320])(
    'a new run is accessible and needs no sideways scroll at %d pixels',
    async (width) => {
      await serveArchive();
      await serve();
      const page = await openTab(await openBrowser({ theme, width }), `${url}/new${ASKED}`);
      await page.getByRole('button', { name: /^Start 3 files/ }).waitFor();
      const folded = page.getByText(/^\d+ more, not in spot$/);
      expect(await page.getByRole('checkbox', { name: /^fundingRate/ }).isVisible()).toBe(false);
      await folded.click();
      await page.getByRole('checkbox', { name: /^fundingRate/ }).waitFor();
      await folded.click();
      await page.getByText('Engine, limits and proof').click();
      expect(await accessFaults(page)).toEqual([]);
      expect(await overflow(page)).toBe(0);
      await page.getByLabel('Parallel downloads').fill('1000');
      await page.getByText('1 problem must be solved first.').last().waitFor();
      expect(await accessFaults(page)).toEqual([]);
      expect(await overflow(page)).toBe(0);
    },
  );
});
