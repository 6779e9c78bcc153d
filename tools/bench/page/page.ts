import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { startSimulator, syntheticSource } from '@tapehaul/archive-simulator';
import { execa } from 'execa';
import { makeLargeRun } from '../records/large-run.ts';
import { makeWideCoverage } from '../records/wide-coverage.ts';
import { serveBarePage } from './bare-page.ts';
import { startBrowser } from './browser/browser.ts';
import { measureFilters } from './filters.ts';
import { startSlowRun, watchLive } from './live.ts';
import { measureLoads, measureMoves } from './measures.ts';
import { filterReport, liveReport, loadReport, moveReport } from './report.ts';

/**
 * The page of the service over a run of a million files and coverage of 500 series of 2,500 days, in Chromium: until a page can
 * be used, filters, pan, zoom and scroll beside a bare page, memory; and with `--live-minutes 30` what two pages of a run in
 * progress hold meanwhile. `npm run bench:page [-- --tasks 1000000 --series 500 --days 2500 --rounds 5 --data FOLDER]`; the
 * records stay in a folder that is given, for the next time. Markdown goes to stdout.
 */
const { values } = parseArgs({
  options: {
    tasks: { type: 'string', default: '1000000' },
    series: { type: 'string', default: '500' },
    days: { type: 'string', default: '2500' },
    rounds: { type: 'string', default: '5' },
    data: { type: 'string' },
    'live-minutes': { type: 'string', default: '0' },
    only: { type: 'string', default: 'loads,filters,moves,live' },
  },
});
const [tasks, series, days, rounds, minutes] = [
  values.tasks,
  values.series,
  values.days,
  values.rounds,
  values['live-minutes'],
].map(Number) as [number, number, number, number, number];
const isWanted = (part: string): boolean => values.only.split(',').includes(part);
const command = join(import.meta.dirname, '../../../apps/server/bin/tapehaul-server.js');

async function makeRecords(data: string): Promise<void> {
  const mark = join(data, `made-${tasks}-${series}-${days}`);
  if (existsSync(mark)) return;
  await makeLargeRun(join(data, 'million', '.tapehaul', 'catalog.db'), tasks);
  await makeWideCoverage(join(data, 'wide'), { series, days, missing: 0.9 });
  await writeFile(mark, '');
}

const data = values.data ?? (await mkdtemp(join(tmpdir(), 'tapehaul-page-')));
await mkdir(data, { recursive: true });
try {
  await makeRecords(data);
  // The run in progress continues the wide coverage, so that its map is as large.
  await rm(join(data, 'live'), { recursive: true, force: true });
  if (minutes > 0) await cp(join(data, 'wide'), join(data, 'live'), { recursive: true });
  await using simulator = await startSimulator({ source: syntheticSource({ maxRows: 10 }), latencyMs: 300 });
  const env = { TAPEHAUL_SOURCE_ENDPOINT: simulator.url };
  const server = execa(process.execPath, [command, '--port', '0', '--data', data], { reject: false, env });
  try {
    const [line] = await once(createInterface(server.stdout), 'line');
    const [url = ''] = /http:\S+/.exec(String(line)) ?? [];
    await measure(url, server.pid ?? 0);
  } finally {
    server.kill();
    await server;
  }
} finally {
  if (values.data === undefined) await rm(data, { recursive: true, force: true });
  else await rm(join(data, 'live'), { recursive: true, force: true });
}

async function measure(url: string, pid: number): Promise<void> {
  await using bare = await serveBarePage();
  await using browser = await startBrowser();
  const made = { url, bare: bare.url, rounds };
  const load = (): string => loadavg()[0]?.toFixed(1) ?? '';
  console.log(
    `${tasks.toLocaleString('en')} files, ${series} series × ${days} days, Chromium ${browser.browser.version()}, ${rounds} rounds; load ${load()}.\n`,
  );
  const show = (report: string): void => console.log(`${report}\nLoad ${load()}.\n`);
  if (isWanted('loads')) show(loadReport(await measureLoads(browser, made)));
  if (isWanted('filters')) show(filterReport(await measureFilters({ url, pid }, tasks, 10)));
  if (isWanted('moves')) show(moveReport(await measureMoves(browser, made)));
  if (minutes > 0 && isWanted('live')) {
    const run = await startSlowRun(url);
    await using context = await browser.browser.newContext();
    show(liveReport(await watchLive(browser, context, { url, run, minutes })));
  }
}
