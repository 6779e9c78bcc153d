import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { recordPath } from '@tapehaul/catalog-sqlite';
import { expect, test } from 'vitest';
import { acceptDisputes, rejectDisputes, verifyFolder } from '../src/index.ts';
import { output, zipsBelow } from './archive.ts';
import { collectDisputed, KEY } from './disputed-archive.ts';
import { inRecord } from './reported.ts';

const program = fileURLToPath(new URL('./accept-child.ts', import.meta.url));
const dispute = () => inRecord((record) => record.dispute(KEY));
const placed = (): string => join(output, path);
let path = '';

/** Kills a process that accepts the file once that is in its place, and before the record can say so. */
async function killedBetween(): Promise<void> {
  await collectDisputed();
  path = (await dispute())?.path ?? '';
  const child = spawn(process.execPath, ['--conditions=@tapehaul/source', program, output, KEY], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  // The record is locked, so that nothing can be written to it.
  const database = new DatabaseSync(recordPath(output));
  database.exec('BEGIN IMMEDIATE');
  try {
    child.stdin.write('\n');
    await expect.poll(() => existsSync(placed()), { timeout: 20_000, interval: 5 }).toBe(true);
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    expect(await gone).toEqual([null, 'SIGKILL']);
  } finally {
    database.exec('ROLLBACK');
    database.close();
  }
  expect(await inRecord((record) => record.find(KEY))).toBeUndefined();
  expect(await dispute()).toMatchObject({ state: 'open' });
}

test('accept that is killed between putting the file in place and recording it ends right when it is called again', async () => {
  await killedBetween();
  const again = () =>
    Array.fromAsync(acceptDisputes(output, { names: [KEY], by: 'ann', reason: 'rows agree' }));
  expect(await again()).toMatchObject([{ status: 'accepted', key: KEY, error: null }]);
  expect(await inRecord((record) => record.find(KEY))).toMatchObject({ proof: 'accepted', path });
  expect(await dispute()).toMatchObject({ state: 'accepted', decidedBy: 'ann' });
  expect(await zipsBelow(join(output, '.tapehaul/quarantine'))).toEqual([]);
  expect((await zipsBelow(join(output, 'bronze'))).filter((zip) => zip.includes('07-02'))).toHaveLength(1);
  const statuses = await Array.fromAsync(verifyFolder(output), ({ status }) => status);
  expect(statuses).toEqual(['intact', 'intact', 'intact']);
  expect(await again()).toMatchObject([{ status: 'held' }]);
  const { rows } = await inRecord((record) => record.runs());
  expect(rows.map(({ flow, state }) => [flow, state])).toContainEqual(['accept', 'Crashed']);
});

test('after such a kill the dispute is still open: it can be rejected, and the next collection names it as before', async () => {
  await killedBetween();
  expect((await collectDisputed()).result).toMatchObject({ exit_code: 0, disputes: [{ is_new: false }] });
  const rejected = await Array.fromAsync(rejectDisputes(output, { names: [KEY] }));
  expect(rejected).toMatchObject([{ status: 'rejected', error: null }]);
  expect((await collectDisputed()).result).toMatchObject({ exit_code: 6, disputes: [{ key: KEY }] });
});
