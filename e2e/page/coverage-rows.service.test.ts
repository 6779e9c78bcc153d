import { join } from 'node:path';
import { openCatalog, recordPath } from '@tapehaul/catalog-sqlite';
import { builtMonth, foundRows } from '@tapehaul/testkit/record';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { config, data, ended, serve, serveArchive, startRun, url } from '../../apps/server/test/service.ts';
import { accessFaults, openBrowser, openTab, overflow } from './browser.ts';

/** A set of two series that are held whole, in whose rows a build of tables found these. */
async function setWithFindings(): Promise<void> {
  await serveArchive();
  await serve();
  const runId = await startRun(config({ symbols: ['BTCUSDT', 'ETHUSDT'] }));
  await ended(runId);
  const catalog = openCatalog(recordPath(join(data, 'btc')));
  const wrong = { rule: 'ohlc', severity: 'error', count: 1, sample: '1751587200000,9,8,7,6' } as const;
  const unchecked = { rule: 'unchecked_by_daily', severity: 'note', count: 24 } as const;
  catalog.recordPartition(builtMonth(runId, 'BTCUSDT', '2025-07'), [
    foundRows('BTCUSDT', '2025-07-03', unchecked),
    foundRows('BTCUSDT', '2025-07-04'),
    foundRows('BTCUSDT', '2025-07-05'),
    foundRows('BTCUSDT', '2025-07-07', wrong),
  ]);
  catalog.recordPartition(builtMonth(runId, 'ETHUSDT', '2025-07'), [
    foundRows('ETHUSDT', '2025-07-03', unchecked),
  ]);
  await catalog.close();
}

const map = (page: Page) => page.getByRole('application', { name: 'Heat map of 2 series' });

test('by keyboard alone: a held day says that rows are missing, and its pane names rule, meaning, source and count', async () => {
  await setWithFindings();
  const page = await openTab(await openBrowser(), `${url}/coverage?set=btc&zoom=day`);
  await page.getByText('held, rows are missing').first().waitFor();
  await map(page).focus();
  await page.keyboard.press('Home');
  for (const _ of ['02', '03', '04']) await page.keyboard.press('ArrowRight');
  await page
    .getByText(
      'BTCUSDT 1h, spot klines, 2025-07-04: held, proved by its checksum; rows are missing (missing_rows).',
    )
    .waitFor();
  await page.keyboard.press('Enter');
  const why = page.getByRole('region', { name: 'spot/klines/BTCUSDT/1h, 2025-07-04' });
  await why.getByText('missing_rows, missing rows: 3').waitFor();
  await why.getByText('Steps of time have no row.').waitFor();
  await why.getByText('monthly/klines/BTCUSDT/1h/BTCUSDT-1h-2025-07.zip').waitFor();
});

test('the table lists the same days with their rule, without notes, and explains them', async () => {
  await setWithFindings();
  const page = await openTab(await openBrowser(), `${url}/coverage?set=btc`);
  const panel = page.getByRole('region', { name: 'Held days whose rows are missing or wrong' });
  const rows = panel.getByRole('row');
  await rows.nth(2).waitFor();
  expect(await rows.count()).toBe(3);
  await rows.nth(1).getByText('2025-07-04').first().waitFor();
  await rows.nth(1).getByText('rows missing').waitFor();
  await rows.nth(2).getByText('ohlc').waitFor();
  await rows.nth(2).getByRole('button', { name: 'BTCUSDT 1h' }).click();
  const why = page.getByRole('region', { name: 'spot/klines/BTCUSDT/1h, 2025-07-07' });
  await why.getByText('1751587200000,9,8,7,6').waitFor();
});

describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
  test.each([1_280, 320])(
    'findings are accessible and need no sideways scroll at %d pixels',
    async (width) => {
      await setWithFindings();
      const open = 'series=spot/klines/BTCUSDT/1h&first=2025-07-07';
      const page = await openTab(await openBrowser({ theme, width }), `${url}/coverage?set=btc&${open}`);
      await page.getByText('1751587200000,9,8,7,6').waitFor();
      await map(page).waitFor();
      for (const level of ['day', 'year']) {
        await page.getByRole('button', { name: level, exact: true }).click();
        expect([level, await accessFaults(page)]).toEqual([level, []]);
        expect([level, await overflow(page)]).toEqual([level, 0]);
      }
    },
  );
});
