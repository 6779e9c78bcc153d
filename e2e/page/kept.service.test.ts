import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { newToken } from '../../apps/server/src/access/tokens.ts';
import { call, ended, serve, serveArchive, startRun, stop, url } from '../../apps/server/test/service.ts';
import { openBrowser, openTab } from './browser.ts';

test('a signed-in person saves the log of a run as the text that the service gives', async () => {
  await serveArchive();
  await serve();
  const run = await startRun();
  await ended(run);
  await stop();
  const ops = newToken('ops', 'write');
  await serve({ tokens: [ops.kept] });
  const page = await openTab(await openBrowser(), `${url}/runs/${run}?tab=logs&level=info`);
  await page.getByLabel('Token', { exact: true }).fill(ops.token);
  await page.getByRole('button', { name: 'Sign in' }).click();
  const [saved] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download as text' }).click(),
  ]);
  expect(saved.suggestedFilename()).toBe(`${run}.log`);
  const headers = { authorization: `Bearer ${ops.token}` };
  const { status, body } = await call('GET', `/v1/runs/${run}/logs/text?level=info`, undefined, headers);
  expect(status).toBe(200);
  expect(body).not.toBe('');
  expect(await readFile(await saved.path(), 'utf8')).toBe(body);
});

test('the chosen theme is kept after a reload, whatever the theme of the system', async () => {
  await serve();
  const page = await openTab(await openBrowser({ theme: 'light' }), `${url}/`);
  const background = () => page.evaluate('getComputedStyle(document.body).backgroundColor');
  await page.getByRole('button', { name: 'Theme: system' }).click();
  await page.getByRole('button', { name: 'Theme: light' }).waitFor();
  const light = await background();
  await page.getByRole('button', { name: 'Theme: light' }).click();
  await page.getByRole('button', { name: 'Theme: dark' }).waitFor();
  const dark = await background();
  expect(dark).not.toBe(light);
  await page.reload();
  await page.getByRole('button', { name: 'Theme: dark' }).waitFor();
  expect(await background()).toBe(dark);
  await page.getByRole('button', { name: 'Theme: dark' }).click();
  await page.getByRole('button', { name: 'Theme: system' }).waitFor();
  expect(await background()).toBe(light);
});

test('an address without a page, and one of an unknown run, say so', async () => {
  await serve();
  const page = await openTab(await openBrowser(), `${url}/nowhere`);
  await page.getByRole('heading', { name: 'There is no page at this address' }).waitFor();
  expect(await page.title()).toBe('No such page - tapehaul');
  await page.goto(`${url}/runs/20250101T000000Z-000000`);
  await page.getByRole('alert').getByText('run_not_found').waitFor();
});
