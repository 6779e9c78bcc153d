import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { ended, serve, serveArchive, simulator, startRun, url } from '../../apps/server/test/service.ts';
import { accessFaults, openBrowser, openTab, overflow } from './browser.ts';

/** A run of fifteen files, two of which fail. */
async function runWithFailures(): Promise<string> {
  await serveArchive();
  simulator.faults.add({ key: /1h-2025-07-0[36]\.zip$/, fault: { kind: 'status', status: 403 } });
  await serve();
  const run = await startRun();
  await ended(run);
  return run;
}

/** A page, and what shows that it has its data. */
const PAGES: readonly (readonly [
  name: string,
  path: (run: string) => string,
  isShown: (page: Page) => Promise<void>,
])[] = [
  ['overview', () => '/', (page) => page.getByRole('link', { name: 'btc' }).first().waitFor()],
  ['runs', () => '/runs', (page) => page.getByText('done with failures').first().waitFor()],
  ['run', (run) => `/runs/${run}`, (page) => page.getByText('2 of 15 files failed').first().waitFor()],
  [
    'files',
    (run) => `/runs/${run}?tab=files`,
    (page) => page.getByText('1h-2025-07-01.zip').first().waitFor(),
  ],
  ['sign-in', () => '/sign-in', (page) => page.getByLabel('Token', { exact: true }).waitFor()],
  ['nowhere', () => '/nowhere', (page) => page.getByText('There is no page at this address').waitFor()],
];

describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
  test.each([1_280, 390, 320])(
    'every page is accessible and needs no sideways scroll at %d pixels',
    async (width) => {
      const run = await runWithFailures();
      const context = await openBrowser({ theme, width });
      const page = await openTab(context, `${url}/`);
      for (const [name, path, isShown] of PAGES) {
        await page.goto(`${url}${path(run)}`);
        await isShown(page);
        expect([name, await accessFaults(page)]).toEqual([name, []]);
        expect([name, await overflow(page)]).toEqual([name, 0]);
      }
    },
  );
});

test('titles name the thing, and the back button gives the view before', async () => {
  const run = await runWithFailures();
  const page = await openTab(await openBrowser(), `${url}/`);
  await page.getByRole('link', { name: 'show the run' }).click();
  await page.getByText('2 of 15 files failed; the rest is in place.').waitFor();
  expect(await page.title()).toBe(`Failed 2 - run ${run.slice(-4)} - tapehaul`);
  await page.getByRole('link', { name: 'Files' }).click();
  await page.getByLabel('state').selectOption({ label: 'failed, any kind' });
  await page.getByText('2 of 15 files', { exact: true }).waitFor();
  expect(new URL(page.url()).searchParams.get('state')).toBe('Failed,Corrupt,Gone');
  await page.goBack();
  await page.getByText('15 files', { exact: true }).waitFor();
});
