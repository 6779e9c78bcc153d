import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TapehaulError } from '@tapehaul/errors';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { BUILT_IN_MATRIX, loadConfig, loadInput } from '../src/index.ts';
import { valid } from './valid.ts';

const ROW = { market: 'spot', data_type: 'trades', partitions: ['daily'], intervals: [], url_pattern: 'x' };

let directory = '';
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'tapehaul matrix '));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const write = async (name: string, content: unknown): Promise<string> => {
  const path = join(directory, name);
  await writeFile(path, JSON.stringify(content));
  return path;
};

describe('the matrix of a configuration', () => {
  test('is the built-in one where none is named', async () => {
    const { matrix, config } = await loadInput(valid);
    expect([matrix, config.matrix_path]).toEqual([BUILT_IN_MATRIX, undefined]);
  });

  test('beside the configuration wins over a file of that name in the working directory', async () => {
    await mkdir(join(directory, 'deep'));
    await write('deep/package.json', { availability_matrix: [ROW] });
    const path = await write('deep/config.json', { ...valid, matrix_path: 'package.json' });
    const { matrix, config, origins } = await loadConfig(path);
    expect(config.matrix_path).toBe(join(directory, 'deep/package.json'));
    expect(matrix).not.toEqual(BUILT_IN_MATRIX);
    expect(origins.get('matrix_path')).toBe('file');
  });

  test('with problems is refused together with the problems of the configuration', async () => {
    await write('matrix.json', { availability_matrix: [{ market: 'spot', data_type: 'trades' }] });
    const faulty = { ...valid, max_parallel_downloads: -1 };
    const broken = loadInput({ ...faulty, matrix_path: 'matrix.json' }, {}, directory);
    const ofConfig = { path: 'max_parallel_downloads', message: 'got -1, expected at least 1' };
    await expect(broken).rejects.toMatchObject({
      code: 'config_invalid',
      problems: [
        ofConfig,
        { path: 'matrix.json: availability_matrix[0].partitions', message: 'missing, expected a list' },
      ],
    });
    const absent = loadInput({ ...faulty, matrix_path: 'no.json' }, {}, directory);
    const noFile = expect.stringMatching(/^got "no\.json", and there is no /);
    await expect(absent).rejects.toMatchObject({
      problems: [ofConfig, { path: 'matrix_path', message: noFile }],
    });
    await expect(loadInput({ ...valid, matrix_path: 'matrix.json' }, {}, directory)).rejects.toMatchObject({
      code: 'matrix_invalid',
    });
  });

  test('may be named by the environment, for a configuration that is no file', async () => {
    const path = await write('matrix.json', { availability_matrix: [ROW] });
    const { config, origins } = await loadInput(valid, { env: { TAPEHAUL_MATRIX_PATH: path } });
    expect(config.matrix_path).toBe(path);
    expect(origins.get('matrix_path')).toBe('environment TAPEHAUL_MATRIX_PATH');
  });

  test('that does not exist is reported with every place that was searched', async () => {
    const loading = loadInput({ ...valid, matrix_path: 'none.json' }, {}, directory);
    await expect(loading).rejects.toMatchObject({
      code: 'config_unreadable',
      facts: { places: [join(directory, 'none.json'), join(process.cwd(), 'none.json')] },
      hint: expect.stringContaining('leave it out'),
    });
  });

  test('that is no matrix is refused as one, and what it lacks is named', async () => {
    const path = await write('matrix.json', { markets: ['spot'] });
    await expect(loadInput({ ...valid, matrix_path: path })).rejects.toMatchObject({
      code: 'matrix_invalid',
    });
  });

  test('that is no JSON is unreadable', async () => {
    const path = join(directory, 'matrix.json');
    await writeFile(path, '{ "availability_matrix": [');
    await expect(loadInput({ ...valid, matrix_path: path })).rejects.toMatchObject({
      code: 'config_unreadable',
    });
  });

  test('gives its warnings the name that the configuration has for it', async () => {
    await write('matrix.json', { availability_matrix: [ROW, { ...ROW, data_type: 'unheard_of' }] });
    const { warnings } = await loadInput({ ...valid, matrix_path: 'matrix.json' }, {}, directory);
    expect(warnings.map(({ path }) => path)).toEqual([expect.stringMatching(/^matrix\.json: /)]);
  });

  test('passes for no configuration: how to name it is said', async () => {
    await expect(loadInput({ availability_matrix: [ROW] })).rejects.toMatchObject({
      code: 'config_invalid',
      message: expect.stringContaining('"matrix_path"'),
    });
  });
});

describe('whatever is given', () => {
  const withKeys = fc.record(
    Object.fromEntries([...Object.keys(valid), 'matrix_path', 'source'].map((key) => [key, fc.jsonValue()])),
    { requiredKeys: [] },
  );

  test('is a configuration, or is refused with the places of its problems', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.jsonValue(), withKeys), async (input) => {
        const outcome = await loadInput(input, {}, directory).catch((thrown: unknown) => thrown);
        if (!(outcome instanceof TapehaulError)) return expect(outcome).toHaveProperty('config.markets');
        expect(outcome.exitCode).toBe(2);
        if (outcome.code === 'config_invalid') {
          expect(outcome.problems.length).toBeGreaterThan(0);
          for (const { path, message } of outcome.problems) expect(path && message).not.toBe('');
        }
      }),
      { numRuns: 150 },
    );
  });
});
