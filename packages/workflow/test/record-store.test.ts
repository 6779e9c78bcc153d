import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { prepareDatabase } from '../src/fleet/index.ts';
import { openRecord } from '../src/record.ts';
import { records } from '../src/record-store.ts';
import { diagnoseRecord } from '../src/upkeep/doctor/diagnose-record.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tapehaul-record-store-'));
  vi.stubEnv('TAPEHAUL_RECORD_URL', undefined);
  vi.stubEnv('TAPEHAUL_RECORD_URL_FILE', undefined);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

// Nothing listens there.
const URL = 'postgres://ann:hunter22@127.0.0.1:1/records';

/** What a call rejects with. */
async function rejection(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => expect.unreachable(),
    (error: unknown) => error,
  );
}

describe('the record of an output directory', () => {
  test('is a file in it unless the environment names a database', async () => {
    expect(records.locate(folder)).toBe(join(folder, '.tapehaul', 'catalog.db'));
    const catalog = await records.open(folder);
    await catalog.close();
    expect(await records.find(folder)).toMatchObject({ isBlank: false });
  });

  test('is in the database that a variable, or the file of another one, names: host and name are shown, the password never', async () => {
    vi.stubEnv('TAPEHAUL_RECORD_URL', URL);
    const place = '/data/binance in the database records on 127.0.0.1:1';
    expect(records.locate('/data/binance')).toBe(place);
    const file = join(folder, 'url');
    writeFileSync(file, `${URL}\n`);
    vi.stubEnv('TAPEHAUL_RECORD_URL', '');
    vi.stubEnv('TAPEHAUL_RECORD_URL_FILE', file);
    expect(records.locate('/data/binance')).toBe(place);
    const asked = [
      records.find(folder),
      records.read(folder),
      records.inspect(folder),
      records.below(folder),
      records.heldBy(folder),
      records.keptAside(folder),
      records.openDamaged(folder),
      records.open(folder),
    ];
    for (const error of await Promise.all(asked.map(rejection))) {
      expect(error).toMatchObject({ code: 'catalog_failed', facts: { unreachable: true } });
      expect(`${error}${JSON.stringify(error)}`).not.toContain('hunter22');
    }
  });

  test('is refused where the variable names no database', async () => {
    vi.stubEnv('TAPEHAUL_RECORD_URL', 'hunter22');
    expect(() => records.locate(folder)).toThrow(
      'TAPEHAUL_RECORD_URL is not the URL of a PostgreSQL database',
    );
    const error = await rejection(records.find(folder));
    expect(error).toMatchObject({ code: 'config_invalid' });
    expect(JSON.stringify(error)).not.toContain('hunter22');
  });
});

test('no record is begun or read in a file where the directory notes a database that has it', async () => {
  const note = join(folder, '.tapehaul', 'record.json');
  mkdirSync(join(folder, '.tapehaul'));
  writeFileSync(note, JSON.stringify({ database: 'records on db:5432' }));
  expect(await rejection(records.open(folder))).toMatchObject({
    code: 'catalog_failed',
    message: `the record of ${folder} is in the database records on db:5432`,
    hint: expect.stringContaining(`remove ${note}`),
  });
  expect(await records.find(folder)).toBeUndefined();
  writeFileSync(note, 'no JSON');
  const catalog = await records.open(folder);
  await catalog.close();
  writeFileSync(note, JSON.stringify({ database: 'records on db:5432' }));
  const message = expect.stringContaining('is in the database records on db:5432');
  expect(await rejection(openRecord(folder))).toMatchObject({ code: 'catalog_failed', message });
});

test('the environment check names the database that the directory notes, also before the first run', async () => {
  mkdirSync(join(folder, '.tapehaul'));
  writeFileSync(join(folder, '.tapehaul', 'record.json'), JSON.stringify({ database: 'records on db:5432' }));
  const finding = {
    status: 'failed',
    message: expect.stringContaining('in the database records on db:5432'),
  };
  expect(await diagnoseRecord(folder)).toMatchObject(finding);
});

test('only a database that is named can be prepared', async () => {
  expect(await rejection(prepareDatabase())).toMatchObject({
    code: 'config_invalid',
    hint: expect.stringContaining('TAPEHAUL_RECORD_URL_FILE'),
  });
});
