import { readFile } from 'node:fs/promises';
import { browserPath } from '@tapehaul/testkit';
import { type Browser, chromium } from 'playwright-core';

/** A browser of its own process. `await using` ends it. */
export interface MeasuredBrowser extends AsyncDisposable {
  readonly browser: Browser;
  /** Resident memory of the largest process that draws pages, in MB, and the part of it that is no file of the browser. */
  renderer(): Promise<RendererMemory>;
}

/** Memory of a process. */
export interface RendererMemory {
  readonly resident: number;
  readonly own: number;
}

/** Starts a browser without a window, which draws in software. */
export async function startBrowser(): Promise<MeasuredBrowser> {
  const browser = await chromium.launch({
    executablePath: browserPath(),
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'],
  });
  const session = await browser.newBrowserCDPSession();
  return {
    browser,
    async renderer() {
      const { processInfo } = await session.send('SystemInfo.getProcessInfo');
      const renderers = processInfo.filter(({ type }) => type === 'renderer');
      const all = await Promise.all(renderers.map(({ id }) => memoryOf(id)));
      return all.reduce((most, one) => (one.resident > most.resident ? one : most), { resident: 0, own: 0 });
    },
    [Symbol.asyncDispose]: () => browser.close(),
  };
}

async function memoryOf(pid: number): Promise<RendererMemory> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const megabytes = (name: string): number =>
    (Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0) * 1_024) / 1e6;
  return { resident: megabytes('VmRSS'), own: megabytes('RssAnon') };
}
