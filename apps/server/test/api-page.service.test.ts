import { browserPath } from '@tapehaul/testkit';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newToken } from '../src/access/tokens.ts';
import { call, serve, serveArchive, url } from './service.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await chromium.launch({
    executablePath: browserPath(),
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'],
  });
});
afterAll(() => browser?.close());

test('the page of the interface shows every request, and tries one out with a token', async () => {
  const reader = newToken('page', 'read');
  await serveArchive();
  await serve({ tokens: [reader.kept] });
  const page = await browser.newPage();
  const faults: string[] = [];
  const requested: string[] = [];
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('request', (request) => requested.push(new URL(request.url()).origin));
  await page.goto(`${url}/docs`);
  await page.getByText('/v1/runs/{run}/events').waitFor();
  const { body: document } = await call('GET', '/openapi.json');
  const operations = Object.values<object>(document.paths).flatMap((path) => Object.keys(path));
  expect(await page.locator('.opblock').count()).toBe(operations.length);
  expect(faults).toEqual([]);
  expect([...new Set(requested)]).toEqual([new URL(url).origin]);

  await page.getByRole('button', { name: 'Authorize', exact: true }).first().click();
  await page.getByLabel('auth-bearer-value').fill(reader.token);
  await page.getByRole('button', { name: 'Apply credentials' }).click();
  await page.getByRole('button', { name: 'Close', exact: true }).click();
  const matrix = page.locator('.opblock', { has: page.locator('[data-path="/v1/matrix"]') });
  await matrix.locator('.opblock-summary').click();
  await matrix.getByRole('button', { name: 'Try it out' }).click();
  await matrix.getByRole('button', { name: 'Execute' }).click();
  await matrix.locator('.live-responses-table .response-col_status', { hasText: '200' }).waitFor();
  await page.close();
});
