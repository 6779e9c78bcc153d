import type { Page } from 'playwright-core';

/** Something that a person does for a while. */
export type Move = (page: Page) => Promise<void>;

const map = async (page: Page): Promise<{ x: number; y: number }> => {
  const box = await page.getByRole('application').boundingBox();
  if (box === null) throw new Error('there is no map');
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
};

/** Pulls the map about with the mouse. */
const pull: Move = async (page) => {
  const { x, y } = await map(page);
  for (const [across, down] of [
    [-9, -1],
    [-9, 2],
    [9, -1],
    [6, 1],
  ] as const) {
    await page.mouse.move(x, y);
    await page.mouse.down();
    for (let step = 1; step <= 20; step += 1) await page.mouse.move(x + across * step, y + down * step);
    await page.mouse.up();
  }
};

/** Scrolls the map by the wheel, along the days and along the series. */
const wheel: Move = async (page) => {
  const { x, y } = await map(page);
  await page.mouse.move(x, y);
  for (let step = 0; step < 30; step += 1)
    await page.mouse.wheel(step < 20 ? 240 : -180, step % 2 ? 60 : -30);
};

/** Moves the pointer over the cells. */
const hover: Move = async (page) => {
  const { x, y } = await map(page);
  for (let step = 0; step < 40; step += 1) await page.mouse.move(x - 300 + step * 15, y - 100 + step * 5);
};

/** Zooms in to days and out to years by keys, step by step. */
const zoom: Move = async (page) => {
  await page.getByRole('application').focus();
  for (const key of ['-', '+', '-']) for (let step = 0; step < 10; step += 1) await page.keyboard.press(key);
};

/** Zooms by the wheel with Control, as a touchpad does. */
const pinch: Move = async (page) => {
  const { x, y } = await map(page);
  await page.mouse.move(x, y);
  await page.keyboard.down('Control');
  for (let step = 0; step < 20; step += 1) await page.mouse.wheel(0, step < 10 ? -120 : 120);
  await page.keyboard.up('Control');
};

/** What is done with the map, in this order. */
export const MAP_MOVES: Readonly<Record<string, Move>> = {
  'zoom by keys': zoom,
  'zoom by the wheel': pinch,
  'pull the map': async (page) => {
    await daysOf(page);
    await pull(page);
  },
  'scroll the map': wheel,
  'hover over the map': hover,
};

/** Chooses days as cells, where the page has such a button. */
async function daysOf(page: Page): Promise<void> {
  const button = page.getByRole('button', { name: 'day', exact: true });
  if ((await button.count()) > 0) await button.click();
}

/** Scrolls a long list to what is loaded, and on. */
export const scrollList: Move = async (page) => {
  await page.mouse.move(400, 800);
  for (let step = 0; step < 40; step += 1) {
    await page.mouse.wheel(0, 700);
    if (step % 8 === 7) await page.waitForTimeout(100);
  }
  for (let step = 0; step < 20; step += 1) await page.mouse.wheel(0, -900);
};
