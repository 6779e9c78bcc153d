import { expect, test } from 'vitest';
import { newToken } from '../../apps/server/src/access/tokens.ts';
import { ended, serve, serveArchive, startRun, stop, url } from '../../apps/server/test/service.ts';
import { openBrowser, openTab } from './browser.ts';

test('without tokens the page works at once', async () => {
  await serve();
  const page = await openTab(await openBrowser(), `${url}/`);
  await page.getByRole('heading', { name: 'Nothing is collected yet.' }).waitFor();
  expect(await page.title()).toBe('Nothing is collected yet - tapehaul');
});

test('with tokens it wants one, says what is wrong with another, and shows the page that was opened', async () => {
  await serveArchive();
  await serve();
  const run = await startRun();
  await ended(run);
  await stop();
  const ops = newToken('ops', 'write');
  await serve({ tokens: [ops.kept] });
  const page = await openTab(await openBrowser(), `${url}/runs/${run}?tab=files`);
  await page.getByLabel('Token', { exact: true }).fill('tape_wrong');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('alert').getByText('the token is not one of this service').waitFor();
  await page.getByLabel('Token', { exact: true }).fill(ops.token);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText('All 15 files are in place.').waitFor();
  expect(page.url()).toBe(`${url}/runs/${run}?tab=files`);
  expect(await page.evaluate('[sessionStorage.length, localStorage.getItem("tapehaul.token")]')).toEqual([
    1,
    null,
  ]);

  await page.reload();
  await page.getByText('All 15 files are in place.').waitFor();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
});
