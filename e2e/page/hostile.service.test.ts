import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openCatalog, recordPath } from '@tapehaul/catalog-sqlite';
import { expect, test } from 'vitest';
import { newToken } from '../../apps/server/src/access/tokens.ts';
import {
  call,
  config,
  data,
  ended,
  serve,
  serveArchive,
  simulator,
  startRun,
  stop,
  url,
} from '../../apps/server/test/service.ts';
import { accessFaults, openBrowser, openTab, overflow } from './browser.ts';

test.each([
  [{ status: 200, contentType: 'text/html', body: '<html>Sign in</html>' }, 'The answer cannot be read'],
  [{ status: 200, contentType: 'application/json', body: '{"rows": [{"name"' }, 'The answer cannot be read'],
  [{ status: 502, contentType: 'text/html', body: '<html>Bad gateway</html>' }, 'the service answered 502'],
])(
  'an answer that is not of the service, %j, is said in its place, and read again on request',
  async (answer, text) => {
    await serve();
    const context = await openBrowser();
    await context.route('**/v1/outputs', (route) => route.fulfill(answer));
    const page = await openTab(context, `${url}/`);
    await page.getByRole('alert').getByText(text).waitFor();
    await page.getByRole('link', { name: 'Runs' }).waitFor();
    await context.unroute('**/v1/outputs');
    // The page may have read it again by itself meanwhile.
    await page.evaluate("document.querySelector('[role=alert] button')?.click()");
    await page.getByRole('link', { name: 'Start a collection' }).waitFor();
  },
);

test('after an update of the service, a part that is gone is said in its place, and reloading brings it', async () => {
  await serve();
  const context = await openBrowser();
  const page = await openTab(context, `${url}/`);
  await page.getByRole('link', { name: 'Start a collection' }).waitFor();
  const parts = '**/assets/coverage-page-*.js';
  await context.route(parts, (route) => route.fulfill({ status: 404, body: '' }));
  await page.getByRole('link', { name: 'Coverage' }).click();
  await page.getByText('A part of the page cannot be loaded.').waitFor();
  await page.getByRole('link', { name: 'Overview' }).waitFor();
  await context.unroute(parts);
  await page.getByRole('button', { name: 'Reload the page' }).click();
  await page.getByRole('heading', { name: 'Coverage' }).waitFor();
});

test('a browser that keeps nothing shows everything, and stays signed in until the page is loaded again', async () => {
  const ops = newToken('ops', 'write');
  await serve({ tokens: [ops.kept] });
  const context = await openBrowser();
  await context.addInitScript(`for (const name of ['localStorage', 'sessionStorage'])
    Object.defineProperty(window, name, { get() { throw new DOMException('denied', 'SecurityError'); } });`);
  const page = await openTab(context, `${url}/`);
  await page.getByLabel('Token', { exact: true }).fill(ops.token);
  await page.getByLabel(/^keep it in this browser/).check();
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Nothing is collected yet.' }).waitFor();
  await page.getByRole('button', { name: 'UTC' }).click();
  await page.getByRole('link', { name: 'Runs' }).click();
  await page.getByText('No run yet.').waitFor();
  await page.reload();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
});

test('tabs with different tokens do not sign each other out; a token that was removed is named as the reason', async () => {
  const [ops, other] = [newToken('ops', 'write'), newToken('other', 'read')];
  await serve({ tokens: [ops.kept, other.kept] });
  const port = Number(new URL(url).port);
  const context = await openBrowser();
  const signIn = async (token: string, keeps: boolean) => {
    const page = await openTab(context, `${url}/runs`);
    const field = page.getByLabel('Token', { exact: true });
    const runs = page.getByText('No run yet.');
    await field.or(runs).first().waitFor();
    if (await runs.isVisible()) await page.getByRole('button', { name: 'Sign out' }).click();
    await field.fill(token);
    if (keeps) await page.getByLabel(/^keep it in this browser/).check();
    await page.getByRole('button', { name: 'Sign in' }).click();
    await runs.waitFor();
    return page;
  };
  const second = await signIn(other.token, false);
  const first = await signIn(ops.token, true);
  await second.getByRole('button', { name: 'Sign out' }).click();
  await second.getByRole('heading', { name: 'Sign in' }).waitFor();
  await first.reload();
  await first.getByText('No run yet.').waitFor();
  const third = await openTab(context, `${url}/runs`);
  await third.getByText('No run yet.').waitFor();
  await stop();
  await serve({ tokens: [other.kept] }, port);
  await third.reload();
  await third.getByText('The service no longer accepts the token of this page').waitFor();
});

test('hostile text stays text, shows what cannot be seen, and does not widen the page', async () => {
  await serveArchive();
  simulator.faults.add({ key: /2025-07-03\.zip$/, fault: { kind: 'status', status: 403 } });
  await serve();
  const run = await startRun(config());
  await ended(run);
  const text = `<img src=x onerror="alert(1)">\u202egnp.exe\u0007 👩‍💻 ${'x'.repeat(3_000)}`;
  const context = await openBrowser({ width: 320 });
  await context.route('**/failures?*', async (route) => {
    const body = await (await route.fetch()).json();
    body.rows = body.rows.map((row: object) => ({
      ...row,
      value: text,
      tasks: Number.MAX_SAFE_INTEGER,
      fault: 'constructor',
      example_message: text,
      hint: text,
    }));
    await route.fulfill({ json: body });
  });
  await context.route(`**/v1/runs/${run}`, async (route) => {
    const body = await (await route.fetch()).json();
    await route.fulfill({
      json: { ...body, end: { exit_code: 3, error: { code: text, message: text, hint: text } } },
    });
  });
  const page = await openTab(context, `${url}/runs/${run}?tab=failures`);
  await page.getByText('\\u{202e}gnp.exe\\u{0007}').first().waitFor();
  await page.getByText('9,007,199,254,740,991').first().waitFor();
  await page.getByText('constructor').first().waitFor();
  expect(await page.locator('main img').count()).toBe(0);
  expect(await overflow(page)).toBe(0);
  expect((await call('GET', `/v1/runs/${run}`)).status).toBe(200);
});

test('a set whose record cannot be read is named with the reason, and nothing seems to be gone', async () => {
  const record = recordPath(join(data, 'newer'));
  await openCatalog(record).close();
  const database = new DatabaseSync(record);
  database.exec('PRAGMA user_version = 9999');
  database.close();
  await serve({ onError: () => {} });
  const page = await openTab(await openBrowser(), `${url}/`);
  await page.getByRole('heading', { name: 'The record of newer cannot be read.' }).waitFor();
  await page.getByRole('alert').getByText('They are still there.').waitFor();
  expect(await page.getByText('Start a collection').count()).toBe(0);
  await page.getByRole('link', { name: 'Runs', exact: true }).click();
  await page.getByRole('alert').getByText('They are still there.').waitFor();
  expect(await page.getByText('No run yet.').count()).toBe(0);
  expect(await accessFaults(page)).toEqual([]);
});
