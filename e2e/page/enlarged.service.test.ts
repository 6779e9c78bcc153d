import { expect, test } from 'vitest';
import { ended, serve, serveArchive, simulator, startRun, url } from '../../apps/server/test/service.ts';
import { accessFaults, openBrowser, openTab, overflow } from './browser.ts';

const PLAN = 'set=btc&market=spot&type=klines&interval=1h&symbol=BTCUSDT&from=2025-07-01&to=2025-07-03';

/** A run of fifteen files, one of which failed. */
async function failedRun(): Promise<string> {
  await serveArchive();
  simulator.faults.add({ key: /1h-2025-07-03\.zip$/, fault: { kind: 'status', status: 403 } });
  await serve();
  const run = await startRun();
  await ended(run);
  return run;
}

/** Pages, and a text that shows that each has its data. */
const pagesOf = (run: string): readonly (readonly [path: string, text: string | RegExp])[] => [
  ['/', /^1 file failed in btc\./],
  ['/runs', 'done with failures'],
  [`/runs/${run}`, '1 of 15 files failed'],
  [`/runs/${run}?tab=files`, '1h-2025-07-01.zip'],
  ['/coverage?set=btc', 'of what should exist is held.'],
  [`/new?${PLAN}`, 'Start 1 file'],
];

test.each(['light', 'dark'] as const)(
  'with forced colours in the %s theme every page is accessible',
  async (theme) => {
    const run = await failedRun();
    const page = await openTab(await openBrowser({ theme, forcedColors: 'active' }), `${url}/sign-in`);
    for (const [path, text] of pagesOf(run)) {
      await page.goto(`${url}${path}`);
      await page.getByText(text).first().waitFor();
      expect([path, await accessFaults(page)]).toEqual([path, []]);
    }
  },
);

test('enlarged to 200 %, no page needs sideways scroll, and the map is as sharp as the screen', async () => {
  const run = await failedRun();
  // What a window of 1280 × 900 pixels shows when it is enlarged to 200 %.
  const page = await openTab(await openBrowser({ width: 640, height: 450, ratio: 2 }), `${url}/sign-in`);
  for (const [path, text] of pagesOf(run)) {
    await page.goto(`${url}${path}`);
    await page.getByText(text).first().waitFor();
    expect([path, await accessFaults(page), await overflow(page)]).toEqual([path, [], 0]);
  }
  await page.goto(`${url}/coverage?set=btc`);
  await page.getByRole('application').waitFor();
  const drawnPerShown = () =>
    page.evaluate(`(({ width, clientWidth }) => width / clientWidth)(document.querySelector('canvas'))`);
  await expect.poll(drawnPerShown).toBeCloseTo(2, 1);
});

test('two fingers that move apart zoom the map from months to days', async () => {
  await failedRun();
  const context = await openBrowser({ width: 390, hasTouch: true });
  const page = await openTab(context, `${url}/coverage?set=btc&zoom=month`);
  await page.getByRole('button', { name: 'month', exact: true, pressed: true }).waitFor();
  const map = page.getByRole('application');
  await map.scrollIntoViewIfNeeded();
  const box = await map.boundingBox();
  if (box === null) throw new Error('the map is not shown');
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const touches = await context.newCDPSession(page);
  const touch = (type: 'touchStart' | 'touchMove', apart: number) =>
    touches.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: [-apart, apart].map((offset, id) => ({ x: x + offset, y, id })),
    });
  await touch('touchStart', 10);
  for (const apart of [20, 40, 80]) await touch('touchMove', apart);
  await touches.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await page.getByRole('button', { name: 'day', exact: true, pressed: true }).waitFor();
});
