import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { repositoryFolder } from '@tapehaul/testkit';
import { evaluateRules, type Scrape } from '@tapehaul/testkit/services';
import { execa } from 'execa';
import { beforeEach, expect, test } from 'vitest';
import { call, ended, serve, serveArchive, simulator, startRun } from '../../apps/server/test/service.ts';

const RULES = join(repositoryFolder, 'deploy/alerts.yaml');
const HOUR = 3_600;
const now = Math.floor(Date.now() / 1_000);

/** The metrics of the service as they are. */
const metrics = async (): Promise<string> => String((await call('GET', '/metrics')).body);

/** The metrics with another value of the series of that name. */
const withValue = (text: string, name: string, value: number): string =>
  text.replace(new RegExp(`^(${name}(?:\\{.*\\})?) .*$`, 'gm'), `$1 ${value}`);

/** Scrapes of some hours, each minute or as given. */
const during = (hours: number, text: (at: number) => string | null, step = 60): Scrape[] => {
  const count = Math.ceil((hours * HOUR) / step) + 1;
  return Array.from({ length: count }, (_, index) => ({
    at: now + index * step,
    text: text(now + index * step),
  }));
};

/** Names of the alerts that fire at any time of these scrapes. */
async function firing(scrapes: readonly Scrape[], step = 60) {
  const { firing: all } = await evaluateRules(RULES, scrapes, step);
  return { names: [...new Set(all.map(({ alert }) => alert))].sort(), last: all.at(-1) };
}

beforeEach(async () => {
  await serveArchive();
  await serve();
});

test('Prometheus loads the rules, each says what to do, and its linter finds nothing wrong with the metrics', async () => {
  await ended(await startRun());
  const { errors, problems, alerts } = await evaluateRules(RULES, [{ at: now, text: await metrics() }]);
  expect(errors).toEqual([]);
  expect(problems).toEqual([]);
  expect(alerts).toEqual([
    'TapehaulDown',
    'TapehaulRunFailed',
    'TapehaulFilesFailed',
    'TapehaulNoSuccess',
    'TapehaulRunStuck',
    'TapehaulQueueOld',
    'TapehaulDiskLow',
    'TapehaulDiskFullSoon',
  ]);
}, 600_000);

test('each alert has its texts, and names commands that exist', async () => {
  const text = await readFile(RULES, 'utf8');
  const { alerts } = await evaluateRules(RULES);
  for (const name of ['summary', 'description', 'runbook']) {
    expect(text.match(new RegExp(`^ {10}${name}: \\S`, 'gm'))).toHaveLength(alerts.length);
  }
  const runbooks = text.match(/runbook: .*/g) ?? [];
  const commands = new Set(
    runbooks.flatMap((line) => [...line.matchAll(/tapehaul ([a-z]+)/g)].map(([, name = '']) => name)),
  );
  for (const line of runbooks) expect(line).toMatch(/tapehaul [a-z]+/);
  for (const name of commands) {
    await execa(process.execPath, [join(repositoryFolder, 'apps/cli/bin/tapehaul.js'), name, '--help']);
  }
});

test('a service that does its work raises no alert', async () => {
  await ended(await startRun());
  const text = withValue(await metrics(), 'tapehaul_disk_free_bytes', 1e12);
  expect((await firing(during(2, () => text))).names).toEqual([]);
});

test('a failed run, and one with failed files, raise their alerts', async () => {
  const before = withValue(await metrics(), 'tapehaul_disk_free_bytes', 1e12);
  simulator.faults.add({
    key: /2025-07-03\.zip$/,
    fault: { kind: 'status', status: 403, code: 'AccessDenied' },
  });
  const first = await startRun();
  const queued = withValue(await metrics(), 'tapehaul_disk_free_bytes', 1e12);
  await ended(first);
  const withGaps = withValue(await metrics(), 'tapehaul_disk_free_bytes', 1e12);
  simulator.faults.add({ key: /.*/, fault: { kind: 'status', status: 403, code: 'AccessDenied' } });
  await ended(await startRun({ planning: 'listing' }));
  const failed = withValue(await metrics(), 'tapehaul_disk_free_bytes', 1e12);
  const texts = [before, queued, withGaps];
  const some = await firing(texts.map((text, index) => ({ at: now + index * 60, text })));
  expect(some.names).toEqual(['TapehaulFilesFailed']);
  const all = await firing([...texts, failed].map((text, index) => ({ at: now + index * 60, text })));
  expect(all.names).toEqual(['TapehaulFilesFailed', 'TapehaulRunFailed']);
  for (const name of ['summary', 'description', 'runbook']) expect(all.last?.annotations[name]).toMatch(/\w/);
  expect(all.last?.annotations).toMatchObject({
    summary: expect.stringContaining('btc'),
    runbook: expect.stringContaining('tapehaul retry RUN'),
  });
});

test('the first run of a directory raises its alert also where it begins and ends between two scrapes', async () => {
  const before = withValue(await metrics(), 'tapehaul_disk_free_bytes', 1e12);
  simulator.faults.add({ key: /.*/, fault: { kind: 'status', status: 403, code: 'AccessDenied' } });
  await ended(await startRun({ planning: 'listing' }));
  const after = withValue(await metrics(), 'tapehaul_disk_free_bytes', 1e12);
  const texts = (hours: number) => during(hours, (at) => (at === now ? before : after), 240);
  expect((await firing(texts(0.5), 240)).names).toEqual(['TapehaulRunFailed']);
  const { firing: all } = await evaluateRules(RULES, texts(2), 240);
  const times = all.filter(({ alert }) => alert === 'TapehaulRunFailed').map(({ at }) => at);
  expect(Math.max(...times) - now).toBeLessThanOrEqual(HOUR + 240);
});

test('a day without a success raises an alert, and so does a directory that never had one', async () => {
  await ended(await startRun());
  const text = withValue(await metrics(), 'tapehaul_disk_free_bytes', 1e12);
  expect(
    (
      await firing(
        during(25, () => text, 240),
        240,
      )
    ).names,
  ).toEqual([]);
  const { names, last } = await firing(
    during(27, () => text, 240),
    240,
  );
  expect(names).toEqual(['TapehaulNoSuccess']);
  expect(last?.annotations.summary).toMatch(/^No successful run of btc for 1d 2h /);
  const never = withValue(text, 'tapehaul_last_success_timestamp_seconds', 0);
  expect((await firing(during(1, () => never))).names).toEqual([]);
  expect(
    (
      await firing(
        during(27, () => never, 240),
        240,
      )
    ).names,
  ).toEqual(['TapehaulNoSuccess']);
});

test('a run without progress, an old queue, a full disk and a silent service raise their alerts', async () => {
  simulator.faults.add({ key: /2025-07-03\.zip$/, fault: { kind: 'stall' } });
  const run = await startRun();
  await startRun({ output_directory: 'eth' });
  const text = withValue(await metrics(), 'tapehaul_disk_free_bytes', 1e12);
  expect((await firing(during(0.5, () => text))).names).toEqual([]);
  expect((await firing(during(1, () => text))).names).toEqual(['TapehaulRunStuck']);

  const waits = (at: number) =>
    withValue(text, 'tapehaul_queue_oldest_age_seconds', 6 * HOUR - 600 + (at - now));
  expect((await firing(during(0.4, waits))).names).toEqual(['TapehaulQueueOld']);

  const full = withValue(text, 'tapehaul_disk_free_bytes', 4 * 2 ** 30);
  const { names, last } = await firing(during(0.2, () => full));
  expect(names).toEqual(['TapehaulDiskLow']);
  expect(last?.annotations.summary).toMatch(/^Only 4GiB are free/);

  const sized = withValue(text, 'tapehaul_disk_size_bytes', 1e12);
  const fills = (at: number) => withValue(sized, 'tapehaul_disk_free_bytes', 1e11 - (at - now) * 2e6);
  expect((await firing(during(2, fills))).names).toContain('TapehaulDiskFullSoon');

  const dies = (at: number) => (at - now < 600 ? text : null);
  expect((await firing(during(0.4, dies))).names).toEqual(['TapehaulDown']);
  await call('POST', `/v1/runs/${run}/cancel`);
  simulator.faults.clear();
});
