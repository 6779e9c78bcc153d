import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Frame, openPage, photograph, smaller, startBrowser } from './camera.ts';
import { fixWorld } from './fixed-clock.ts';
import { VIEWS } from './views.ts';
import { makeWorld } from './world.ts';

/**
 * Photographs every page in both themes and three widths, against the simulator with planted faults: `npm run page:shots`. Into
 * docs/page/ go those of a wide screen in both themes, and one theme of each phone. With `--all FOLDER` all of them go there,
 * each as long as its page; `--only NAME` takes one page.
 */
const { values } = parseArgs({ options: { all: { type: 'string' }, only: { type: 'string' } } });
const WIDE = { width: 1_280, height: 860 };
const PHONE = { width: 390, height: 844 };
const SMALL = { width: 320, height: 693 };
const THEMES = ['light', 'dark'] as const;
/** Most bytes of the pictures in the docs. */
const MOST = 1_500_000;

const folder = values.all ?? join(import.meta.dirname, '../../docs/page');
const frames: readonly Frame[] = [WIDE, PHONE, SMALL].flatMap((size) =>
  THEMES.map((theme) => ({ ...size, theme })),
);
const ofDocs: readonly Frame[] = frames.filter(
  ({ width, theme }) => width === WIDE.width || (width === PHONE.width) === (theme === 'light'),
);

fixWorld();
await mkdir(folder, { recursive: true });
await using world = await makeWorld();
await using browser = await startBrowser();
let total = 0;
for (const frame of values.all === undefined ? ofDocs : frames) {
  const page = await openPage(browser, frame);
  for (const view of VIEWS.filter(({ name }) => values.only === undefined || name === values.only)) {
    await page.goto(view.address(world));
    await view.isShown(page);
    const png = await photograph(page, values.all !== undefined);
    const picture = values.all === undefined ? await smaller(browser, png) : png;
    const name = `${view.name}-${frame.width}-${frame.theme}.png`;
    await writeFile(join(folder, name), picture);
    total += picture.length;
    console.log(`${name}  ${picture.length.toLocaleString('en')} bytes`);
  }
  await page.context().close();
}
console.log(`${total.toLocaleString('en')} bytes`);
if (values.all === undefined && total > MOST) process.exitCode = 1;
