import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TapehaulError } from '@tapehaul/errors';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { recordServer, recordServerOf } from '../src/index.ts';

const name = fc.stringMatching(/^[a-z][a-z0-9_]{0,12}$/);
const secret = fc.string({ minLength: 8, unit: 'grapheme-ascii' });

/** What a call throws. */
function thrown(call: () => unknown): unknown {
  try {
    return call();
  } catch (error) {
    return error;
  }
}

describe('the database of a record', () => {
  test('is named by host, port and database, never by user and password', () => {
    fc.assert(
      fc.property(name, secret, name, name, fc.option(fc.integer({ min: 1, max: 65_535 })), (...parts) => {
        const [user, password, host, database, port] = parts;
        const at = port === null ? '' : `:${port}`;
        const server = recordServer(
          `postgres://${user}:${encodeURIComponent(password)}@${host}${at}/${database}`,
        );
        expect(server.facts).toEqual({ host, port: port ?? 5432, database });
        expect(server.place).toBe(`${database} on ${host}:${port ?? 5432}`);
      }),
    );
  });

  test('is that of its user where none is named', () => {
    expect(recordServer('postgresql://ann@db.example').facts.database).toBe('ann');
    expect(recordServer(' postgres://db.example/records?sslmode=verify-full\n').facts).toEqual({
      host: 'db.example',
      port: 5432,
      database: 'records',
    });
  });

  test.each([
    'mysql://ann:hunter22@db.example/records',
    'postgres:ann:hunter22@db.example',
    'postgres://db.example',
    'hunter22',
    '',
    'postgres://ann:hunter22%@db.example/records',
    'postgres://ann:hunter22#@db.example/records',
  ])('is none of %s, and the error does not repeat that', (url) => {
    const error = thrown(() => recordServer(url));
    expect(error).toBeInstanceOf(TapehaulError);
    expect(error).toMatchObject({ code: 'config_invalid', facts: { variable: 'TAPEHAUL_RECORD_URL' } });
    expect(JSON.stringify(error)).not.toContain('hunter22');
    expect(String(error)).not.toContain('hunter22');
  });
});

describe('the environment', () => {
  test('names the database, or a file that does, or none', () => {
    const folder = mkdtempSync(join(tmpdir(), 'tapehaul-record-url-'));
    try {
      const file = join(folder, 'url');
      writeFileSync(file, 'postgres://ann:hunter22@db.example:6000/records\n');
      const facts = { host: 'db.example', port: 6_000, database: 'records' };
      expect(recordServerOf({ TAPEHAUL_RECORD_URL_FILE: file })?.facts).toEqual(facts);
      expect(recordServerOf({ TAPEHAUL_RECORD_URL: 'postgres://a@b/c' })?.place).toBe('c on b:5432');
      const both = { TAPEHAUL_RECORD_URL: 'postgres://a@b/c', TAPEHAUL_RECORD_URL_FILE: file };
      expect(recordServerOf(both)?.facts.host).toBe('b');
      expect(recordServerOf({})).toBeUndefined();
      expect(recordServerOf({ TAPEHAUL_RECORD_URL: '' })).toBeUndefined();
      writeFileSync(file, 'hunter22');
      const invalid = thrown(() => recordServerOf({ TAPEHAUL_RECORD_URL_FILE: file }));
      expect(invalid).toMatchObject({
        code: 'config_invalid',
        facts: { variable: 'TAPEHAUL_RECORD_URL_FILE' },
        message: expect.stringContaining('the file of TAPEHAUL_RECORD_URL_FILE holds no URL'),
      });
      expect(String(invalid)).not.toContain('hunter22');
      const path = join(folder, 'none');
      expect(() => recordServerOf({ TAPEHAUL_RECORD_URL_FILE: path })).toThrow(
        expect.objectContaining({ code: 'config_unreadable', facts: { path } }),
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
