import { existsSync } from 'node:fs';
import { mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { newToken } from '../src/access/tokens.ts';
import { call, data, ended, serve, serveArchive, simulator, startRun, stop } from './service.ts';

const DISPUTES = '/v1/disputes?output_directory=btc';
const key = (day: string): string => `data/spot/daily/klines/BTCUSDT/1h/BTCUSDT-1h-2025-07-${day}.zip`;
const accept = (keys: string[], headers = {}, more: object = {}) => {
  const body = { output_directory: 'btc', keys, reason: 'rows agree with the API', ...more };
  return call('POST', '/v1/disputes/accept', body, headers);
};

/** Collects fifteen days, three of which contradict their checksums. */
async function collected(): Promise<string> {
  await serveArchive();
  for (const day of ['03', '04', '05']) {
    const sidecar = `${'a'.repeat(64)}  BTCUSDT-1h-2025-07-${day}.zip`;
    const stale = { kind: 'replace', body: Buffer.from(sidecar) } as const;
    simulator.faults.add({ key: `${key(day)}.CHECKSUM`, fault: stale });
  }
  await serve();
  const run = await startRun({ task_retry_attempts: 0 });
  await ended(run);
  return run;
}

test('disputes are listed, accepted for good with a reason, and rejected to be fetched again', async () => {
  const run = await collected();
  const listed = await call('GET', DISPUTES);
  expect(listed.body).toMatchObject({
    rows: ['03', '04', '05'].map((day) => ({
      key: key(day),
      state: 'open',
      first_run_id: run,
      decided_by: null,
    })),
    next: null,
  });
  const [first] = listed.body.rows;
  expect(first.sha256).not.toBe(first.published_sha256);
  expect(existsSync(join(data, 'btc', first.quarantined))).toBe(true);

  const accepted = await accept([key('03'), 'BTCUSDT-1h-2025-07-04.zip']);
  expect(accepted).toMatchObject({
    status: 200,
    body: {
      rows: ['03', '04'].map((day) => {
        return {
          status: 'accepted',
          key: key(day),
          by: 'service',
          reason: 'rows agree with the API',
          error: null,
        };
      }),
    },
  });
  expect(existsSync(join(data, 'btc', first.path))).toBe(true);
  expect(existsSync(join(data, 'btc', first.quarantined))).toBe(false);
  expect((await accept([key('03')])).body.rows).toMatchObject([{ status: 'held' }]);

  const ofRun = await call('POST', '/v1/disputes/reject', { output_directory: 'btc', run_id: run });
  expect(ofRun.body.rows).toMatchObject([{ status: 'rejected', key: key('05'), reason: null }]);
  const states = (await call('GET', `${DISPUTES}&state=any`)).body.rows;
  expect(states.map(({ state }: { state: string }) => state)).toEqual(['accepted', 'accepted', 'rejected']);
  expect((await call('GET', DISPUTES)).body.rows).toEqual([]);

  const cells = (await call('GET', '/v1/coverage/cells?output_directory=btc')).body;
  const codes = ['proved', 'accepted'].map((name) => cells.states.indexOf(name));
  expect(cells.series[0].runs.slice(0, 4)).toEqual([codes[0], 2, codes[1], 2]);
  simulator.faults.clear();
  const again = await startRun();
  await ended(again);
  const { files } = (await call('GET', `/v1/runs/${again}`)).body;
  // The other fourteen are settled: they are no tasks of the run.
  expect(files).toMatchObject({ Completed: { tasks: 1 } });
});

test('a list of disputes is read page by page', { tags: 'heavy' }, async () => {
  await collected();
  const keys: string[] = [];
  let cursor: string | null = '';
  for (let pages = 0; cursor !== null; pages += 1) {
    expect(pages).toBeLessThan(4);
    const { body } = await call('GET', `${DISPUTES}&limit=1${cursor === '' ? '' : `&cursor=${cursor}`}`);
    keys.push(...body.rows.map((row: { key: string }) => row.key));
    cursor = body.next;
  }
  expect(keys).toEqual(['03', '04', '05'].map(key));
  const state = await call('GET', `${DISPUTES}&state=opn`);
  expect(state).toMatchObject({
    status: 422,
    body: { detail: expect.stringContaining('did you mean open?') },
  });
  const wrong = await call('GET', `${DISPUTES}&cursor=x`);
  expect(wrong).toMatchObject({ status: 422, body: { code: 'cursor_invalid' } });
});

test('the name of the token is who decides; one that may only read cannot', { tags: 'heavy' }, async () => {
  await collected();
  const [reader, writer] = [newToken('viewer', 'read'), newToken('on-call', 'write')];
  const other = newToken('team', 'write', ['team-a']);
  await stop();
  await serve({ tokens: [reader.kept, writer.kept, other.kept] });
  const by = ({ token }: { readonly token: string }) => ({ authorization: `Bearer ${token}` });
  expect((await call('GET', DISPUTES, undefined, by(reader))).body.rows).toHaveLength(3);
  expect(await accept([key('03')], by(reader))).toMatchObject({
    status: 403,
    body: { code: 'scope_missing' },
  });
  expect(await accept([key('03')], by(other))).toMatchObject({
    status: 403,
    body: { code: 'directory_not_allowed' },
  });
  expect((await accept([key('03')])).status).toBe(401);
  expect((await accept([key('03')], by(writer))).body.rows).toMatchObject([{ by: 'on-call' }]);
  const { rows } = (await call('GET', `${DISPUTES}&state=accepted`, undefined, by(reader))).body;
  expect(rows).toMatchObject([{ key: key('03'), decided_by: 'on-call', reason: 'rows agree with the API' }]);
});

test('what cannot be decided is refused with what to do', { tags: 'heavy' }, async () => {
  await collected();
  expect(await accept([])).toMatchObject({ status: 400 });
  expect(await accept([key('03')], {}, { reason: '  ' })).toMatchObject({ status: 400 });
  expect(await accept([key('02')])).toMatchObject({
    status: 422,
    body: { code: 'key_invalid', hint: expect.stringContaining(key('03')) },
  });
  expect(await accept([key('03')], {}, { output_directory: 'none' })).toMatchObject({
    status: 404,
    body: { code: 'output_not_found' },
  });
  expect((await accept([key('03')], {}, { output_directory: '../x' })).status).toBe(422);
  // A file that is not the one that was put aside is not taken.
  const [first] = (await call('GET', DISPUTES)).body.rows;
  await writeFile(join(data, 'btc', first.quarantined), 'another');
  expect((await accept([key('03')])).body.rows).toMatchObject([
    { status: 'failed', error: { code: 'checksum_disputed' } },
  ]);
  expect((await call('GET', DISPUTES)).body.rows).toHaveLength(3);
});

test('no file is accepted through a link that leads out of the data', async () => {
  await collected();
  const placed: string = (await call('GET', DISPUTES)).body.rows[0].path;
  const outside = await mkdtemp(join(tmpdir(), 'tapehaul-outside-'));
  const bronze = join(data, 'btc', 'bronze');
  try {
    await rename(bronze, join(outside, 'bronze'));
    await symlink(join(outside, 'bronze'), bronze);
    expect(await accept([key('03')])).toMatchObject({ status: 422, body: { code: 'config_invalid' } });
    expect(existsSync(join(outside, 'bronze', placed.replace('bronze/', '')))).toBe(false);
  } finally {
    await rm(outside, { recursive: true, force: true });
  }
});
