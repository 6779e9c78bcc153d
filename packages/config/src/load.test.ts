import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { valid } from '../test/valid.ts';
import { loadConfig, localDirectory, parseConfig } from './index.ts';

const json = JSON.stringify(valid);

let directory = '';
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'tapehaul config '));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

async function load(content: string | Uint8Array, name = 'config.json') {
  const path = join(directory, name);
  await writeFile(path, content);
  return loadConfig(path);
}

describe('a configuration file', () => {
  test('with a mark of UTF-8 at its start is read', async () => {
    expect((await load(`\ufeff${json}`)).config.markets).toEqual(['spot']);
  });

  test.each([
    ['UTF-16', Buffer.from(`\ufeff${json}`, 'utf16le'), 'is UTF-16; UTF-8 is needed'],
    ['UTF-16 without a mark', Buffer.from(json, 'utf16le'), 'is UTF-16; UTF-8 is needed'],
    ['UTF-16, the other way round', Buffer.from(`\ufeff${json}`, 'utf16le').swap16(), 'is UTF-16'],
    ['Latin 1', Buffer.from('{"description": "für uns"}', 'latin1'), 'is not UTF-8'],
    ['nothing', '', 'is empty'],
    ['blanks', ' \n', 'is empty'],
    ['YAML', 'markets:\n  - spot\nsymbols: [BTCUSDT]\n', 'looks like YAML; JSON is needed'],
    ['YAML with a head', '---\nmarkets: [spot]\n', 'looks like YAML'],
    ['TOML', 'markets = ["spot"]\n[date_range]\nstart = "2025-07-01"\n', 'looks like TOML'],
    ['JSON5', "{ markets: ['spot'] }", 'looks like JSON5'],
    ['a web page', '<html></html>', 'looks like XML or HTML'],
    ['a comma at the end of an object', '{\n  "markets": ["spot"],\n}', 'line 3, column 1: trailing comma'],
    ['a comma at the end of a list', '{\n  "markets": ["spot",]\n}', 'line 2, column 22: trailing comma'],
    ['no comma', '{\n  "a": 1\n  "b": 2\n}', 'line 3, column 3: missing comma'],
    ['a comment', '{\n  // ours\n  "a": 1\n}', 'line 2, column 3: comments are not allowed in JSON'],
    ['no end', '{ "a": [1, 2', 'line 1, column 13: missing closing ]'],
    ['two objects', '{}\n{}', 'line 2, column 1: unexpected content after the end of the object'],
  ])('of %s is refused, and what is wrong is reported', async (_, content, message) => {
    const refused = { code: 'config_unreadable', exitCode: 2, message: expect.stringContaining(message) };
    await expect(load(content)).rejects.toMatchObject(refused);
  });

  test('that is a directory, or does not exist, is reported as that', async () => {
    await mkdir(join(directory, 'x'));
    const directoryError = {
      code: 'config_unreadable',
      message: expect.stringContaining('x is a directory'),
    };
    await expect(loadConfig(join(directory, 'x'))).rejects.toMatchObject(directoryError);
    await expect(loadConfig(join(directory, 'y'))).rejects.toMatchObject({
      message: expect.stringContaining('there is no file'),
    });
    await expect(loadConfig('~/no/such/file.json')).rejects.toMatchObject({
      message: `there is no file ${homedir()}/no/such/file.json`,
    });
  });
});

describe('places', () => {
  test('below the home directory', () => {
    const config = parseConfig({ ...valid, output_directory: '~/lake', matrix_path: '~/matrix.json' });
    expect(config.output_directory).toBe(join(homedir(), 'lake'));
    expect(config.matrix_path).toBe(join(homedir(), 'matrix.json'));
    expect(parseConfig(valid, { overrides: { output_directory: '~' } }).output_directory).toBe(homedir());
    expect(
      parseConfig(valid, { env: { TAPEHAUL_OUTPUT_DIRECTORY: 'file:///data/a%20b' } }).output_directory,
    ).toBe('/data/a b');
    expect(parseConfig({ ...valid, output_directory: './~' }).output_directory).toBe('./~');
  });

  test('in a bucket: the files go there, the record into a directory of that name', () => {
    const config = parseConfig(valid, { overrides: { output_directory: 's3://market-archive/lake/raw/' } });
    expect(config).toMatchObject({
      storage: { type: 's3', bucket: 'market-archive', prefix: 'lake/raw', region: 'us-east-1' },
      output_directory: 'output/s3/market-archive/lake/raw',
    });
    expect(localDirectory('s3://market-archive/lake/raw')).toBe('output/s3/market-archive/lake/raw');
  });

  test('that are none are refused', () => {
    expect(() => localDirectory('gs://x/y')).toThrow(expect.objectContaining({ code: 'config_invalid' }));
    expect(() => localDirectory('~bob/x')).toThrow('only ~ (your own home directory) is supported');
  });

  test.each([
    ['s3://b/x', 'Write a bucket and a prefix, such as s3://market-archive/lake/raw.'],
    [
      'gs://lake/raw',
      'Write a local path, such as /data/archive, or a bucket, such as s3://market-archive/lake/raw.',
    ],
    [
      '~bob/x',
      'Write the whole path, such as /home/bob/x; a directory that is really called ~bob/x is ./~bob/x.',
    ],
    ['file://nas/x', 'Write the path alone, such as /data/archive.'],
  ])('%s is refused with what to write', (text, hint) => {
    expect(() => localDirectory(text)).toThrow(expect.objectContaining({ hint }));
  });

  test('in a bucket hold no configuration', async () => {
    await expect(loadConfig('s3://market-archive/config.json')).rejects.toMatchObject({
      message: 'got "s3://market-archive/config.json", expected a file of this machine',
      hint: expect.stringContaining('JSON file'),
    });
  });

  test('are read as they are where the configuration is not trusted, and so are keys', () => {
    const strict = { strict: true };
    expect(parseConfig({ ...valid, output_directory: '~/lake' }, strict).output_directory).toBe('~/lake');
    const bucket = parseConfig({ ...valid, output_directory: 's3://market-archive' }, strict);
    expect(bucket.storage).toEqual({ type: 'local' });
    expect(() => parseConfig({ ...valid, base_url: 's3://other/data' }, strict)).toThrow(
      'did you mean source.bucket?',
    );
    expect(() => parseConfig({ ...valid, destination_bucket: 'other' }, strict)).toThrow('storage.bucket');
  });
});
