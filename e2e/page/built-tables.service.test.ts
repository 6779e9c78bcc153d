import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { changeRows } from '../../apps/server/test/changed-rows.ts';
import { call, data, ended, serve, serveArchive, startRun, url } from '../../apps/server/test/service.ts';
import { accessFaults, openBrowser, openTab, overflow } from './browser.ts';

const DAY_3 = 'data/spot/daily/klines/BTCUSDT/1h/BTCUSDT-1h-2025-07-03.zip';
const DAY_4 = DAY_3.replace('03.zip', '04.zip');
const THREE_DAYS = {
  symbols: ['BTCUSDT', 'ETHUSDT'],
  date_range: { start: '2025-07-02', end: '2025-07-04' },
};

/** Has the archive publish a day that lacks two hours, and a day with a candle whose low is above its high. */
async function publishFaults(): Promise<void> {
  await serveArchive();
  await serve();
  await changeRows(DAY_3, (lines) => lines.toSpliced(5, 2));
  await changeRows(DAY_4, (lines) =>
    lines.map((line, row) => {
      const [time, open, high, low, ...rest] = line.split(',');
      return row === 7 ? [time, open, low, high, ...rest].join() : line;
    }),
  );
}

/** A run that collected these files and built tables of them. */
async function runWithTables(): Promise<string> {
  await publishFaults();
  const run = await startRun({ ...THREE_DAYS, tables: true });
  await ended(run);
  return run;
}

const rules = (page: Page) => page.getByRole('region', { name: 'What was found in the rows, by rule' });

test('what a build found in the files of the archive is on the page: the mark, the rule, its days, and why', async () => {
  await runWithTables();
  const page = await openTab(await openBrowser(), `${url}/coverage?set=btc&zoom=day`);
  await page.getByText('held, rows are missing').first().waitFor();
  await page.getByText('held, rows are wrong').first().waitFor();
  await page.getByRole('application', { name: 'Heat map of 2 series' }).focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  await page
    .getByText('2025-07-03: held, proved by its checksum; rows are missing (missing_rows).')
    .waitFor();

  const missing = rules(page).getByRole('row').filter({ hasText: 'Steps of time have no row.' });
  await missing.getByText('missing rows: 2').waitFor();
  await missing.getByText('compare with the other source of this day').waitFor();
  await missing.getByRole('button', { name: 'missing_rows' }).click();
  const days = page.getByRole('region', { name: 'Days of the rule missing_rows' });
  await days.getByText('2025-07-03').first().waitFor();
  expect(await days.getByRole('row').count()).toBe(2);
  expect(new URL(page.url()).searchParams.get('rule')).toBe('missing_rows');

  await days.getByRole('button', { name: 'BTCUSDT 1h' }).click();
  const why = page.getByRole('region', { name: 'spot/klines/BTCUSDT/1h, 2025-07-03' });
  await why.getByText('missing_rows, missing rows: 2').waitFor();
  await why.getByText(DAY_3).first().waitFor();

  await rules(page).getByRole('button', { name: 'ohlc' }).click();
  const wrong = page.getByRole('region', { name: 'Days of the rule ohlc' });
  await wrong.getByText('2025-07-04').first().waitFor();
  await wrong.getByText('open_time=2025-07-04T07:00:00.000Z').waitFor();
});

test('a rule that is named in an address lists its days, and can be closed', async () => {
  await runWithTables();
  const page = await openTab(await openBrowser(), `${url}/coverage?set=btc&rule=ohlc`);
  const days = page.getByRole('region', { name: 'Days of the rule ohlc' });
  await days.getByText('2025-07-04').first().waitFor();
  await page.getByLabel('symbols').fill('ETH*');
  await days.getByText('This rule found nothing in the series and days of the filters.').waitFor();
  await days.getByRole('button', { name: 'Close' }).click();
  await rules(page).waitFor({ state: 'detached' });
});

test('a run says how many rows it built, and lists each series and month with a link to the days', async () => {
  const run = await runWithTables();
  const page = await openTab(await openBrowser(), `${url}/runs/${run}`);
  await page.getByText('All 6 files are in place. 142 rows were built into 2 table files.').waitFor();
  const figures = page.getByRole('region', { name: 'Figures' });
  await figures.getByText('rows in tables').waitFor();
  await page.getByRole('link', { name: 'Tables', exact: true }).click();
  const rows = page.getByRole('table').getByRole('row');
  await rows.nth(2).waitFor();
  expect(await rows.count()).toBe(3);
  const btc = rows.filter({ hasText: 'BTCUSDT 1h' });
  await btc.getByText('70', { exact: true }).waitFor();
  await btc.getByRole('link', { name: 'missing_rows' }).click();
  await page
    .getByRole('region', { name: 'Days of the rule missing_rows' })
    .getByText('2025-07-03')
    .first()
    .waitFor();
});

test('a month whose file is broken by now says so in the run, with what to do, and its log opens beside it', async () => {
  await publishFaults();
  const collected = await startRun(THREE_DAYS);
  await ended(collected);
  const { held } = (await call('GET', `/v1/runs/${collected}/tasks/${encodeURIComponent(DAY_3)}`)).body;
  await writeFile(join(data, 'btc', held.path), 'no zip');
  const run = await startRun({ ...THREE_DAYS, tables: true });
  await ended(run);
  const page = await openTab(await openBrowser(), `${url}/runs/${run}?tab=tables`);
  await page.getByText('Tables of 1 of 2 months of series failed.').waitFor();
  await page.getByRole('button', { name: 'Retry 1 failed month of tables' }).waitFor();
  const broken = page.getByRole('table').getByRole('row').filter({ hasText: 'size_mismatch' });
  await broken.getByText('failed').first().waitFor();
  await broken.getByText('BTCUSDT-1h-2025-07-03.zip').waitFor();
  await broken.getByRole('link', { name: 'BTCUSDT 1h' }).click();
  const pane = page.getByRole('complementary', { name: 'Tables of a month' });
  await pane.getByText('took no part in tables').first().waitFor();
  await page.getByRole('link', { name: 'Failures' }).click();
  await page.getByRole('link', { name: 'size_mismatch' }).click();
  expect(new URL(page.url()).searchParams.get('tab')).toBe('tables');
  await page.getByRole('row').filter({ hasText: 'source_broken' }).waitFor();
  await page.goto(`${url}/`);
  await page.getByText('1 month of tables failed in btc.').waitFor();
});

test('tables are chosen in the form, with how numbers are kept, and the run builds them', async () => {
  await serveArchive();
  await serve();
  const asked = '?set=btc&market=spot&type=klines&interval=1h&symbol=BTCUSDT&from=2025-07-01&to=2025-07-03';
  const page = await openTab(await openBrowser(), `${url}/new${asked}`);
  const json = page.getByLabel(/^JSON/);
  const tables = async (): Promise<unknown> => JSON.parse(await json.inputValue()).tables;
  await page.getByRole('checkbox', { name: /^Build tables/ }).check();
  expect(await tables()).toBe(true);
  await page.getByLabel('Numbers').selectOption('decimal');
  expect(await tables()).toEqual({ numbers: 'decimal' });
  await page.getByLabel('Where a month and its days differ').selectOption('off');
  expect(await tables()).toEqual({ numbers: 'decimal', repair: 'off' });
  await page.getByRole('button', { name: /^Start 3 files/ }).click();
  await page.waitForURL(/\/runs\/./);
  await page.getByText('72 rows were built into 1 table file.').waitFor();
  const [partition] = (await call('GET', '/v1/tables/partitions?output_directory=btc')).body.rows;
  expect(partition).toMatchObject({ numbers: 'decimal', rows: 72 });
});

test('tables of what is held are built by a run that fetches nothing', async () => {
  await serveArchive();
  await serve();
  await ended(await startRun(THREE_DAYS));
  const asked = `?set=btc&market=spot&type=klines&interval=1h&symbol=BTCUSDT&from=2025-07-02&to=2025-07-04`;
  const page = await openTab(await openBrowser(), `${url}/new${asked}`);
  await page.getByText('Nothing to fetch: what exists is held.').last().waitFor();
  await page.getByRole('checkbox', { name: /^Build tables/ }).check();
  await page.getByRole('button', { name: 'Build tables of what is held' }).click();
  await page.waitForURL(/\/runs\/./);
  await page.getByText('72 rows were built into 1 table file.').waitFor();
});

describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
  test.each([1_280, 390, 320])(
    'rules and table tasks are accessible and need no sideways scroll at %d pixels',
    async (width) => {
      const run = await runWithTables();
      const page = await openTab(await openBrowser({ theme, width }), `${url}/coverage?set=btc&rule=ohlc`);
      await page
        .getByRole('region', { name: 'Days of the rule ohlc' })
        .getByText('2025-07-04')
        .first()
        .waitFor();
      expect(['coverage', await accessFaults(page)]).toEqual(['coverage', []]);
      expect(['coverage', await overflow(page)]).toEqual(['coverage', 0]);
      await page.goto(`${url}/runs/${run}?tab=tables`);
      await page.getByText('BTCUSDT 1h').first().waitFor();
      expect(['run', await accessFaults(page)]).toEqual(['run', []]);
      expect(['run', await overflow(page)]).toEqual(['run', 0]);
    },
  );
});
