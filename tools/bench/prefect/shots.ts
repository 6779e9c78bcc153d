import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Hand } from './hand.ts';
import { openBrowser } from './page-visit.ts';
import type { Side } from './tables.ts';

/** Time for what a page draws after its content, in milliseconds. */
const STILL = 5_000;

/** Takes pictures of both: the page of the run, and one failed task. */
export async function takeShots(sides: readonly Side[], folder: string): Promise<void> {
  await using browser = await openBrowser();
  for (const { run, withheld, manners } of sides) {
    const name = run.version.split(' ')[0]?.toLowerCase();
    const page = await browser.newPage({ viewport: { width: 1_280, height: 900 } });
    if (withheld !== undefined) await page.route(withheld, (route) => route.abort());
    await page.goto(run.address);
    await manners.content(page);
    await setTimeout(STILL);
    await page.screenshot({ path: join(folder, `${name}-run.png`) });
    await manners.ways.listed(page, new Hand(page));
    await setTimeout(STILL);
    await page.screenshot({ path: join(folder, `${name}-task.png`) });
    await page.close();
  }
}
