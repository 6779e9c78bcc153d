import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import {
  collect,
  command,
  continueRun,
  directory,
  expectAllWhole,
  files,
  output,
  serve,
  simulator,
  startCommand,
} from './collection.ts';

describe('prune', () => {
  test('lists what is not needed, and deletes it only on request', async () => {
    await serve();
    simulator.faults.add({ key: /2025-07-03\.zip$/, method: 'GET', fault: { kind: 'alter' } });
    await collect({ task_retry_attempts: 0 });
    const stray = 'old/data/spot/daily/klines/BTCUSDT/1h/BTCUSDT-1h-2024-07-01.zip';
    const pair = 'old/data/spot/daily/klines/BTCUSDT/1h/BTCUSDT-1h-2024-07-02.zip';
    await mkdir(dirname(join(output, stray)), { recursive: true });
    for (const file of [stray, pair, `${pair}.CHECKSUM`, 'mine.zip', 'notes.txt']) {
      await writeFile(join(output, file), 'x');
    }

    const listed = await startCommand(['prune', output]);
    expect(listed.exitCode).toBe(0);
    expect(listed.stdout).toContain(`stray       ${stray}`);
    expect(listed.stdout).toMatch(/disputed +\.tapehaul\/quarantine\/.*2025-07-03\.zip/);
    expect(listed.stdout).toContain(`unrecorded  ${pair}`);
    expect(listed.stdout).not.toContain('mine.zip');
    expect(listed.stdout).toContain('5 files');
    expect(listed.stdout).toContain(`tapehaul adopt '${output}' --dir '${output}'`);
    expect(await files('old/**/*')).toContain(stray);

    const deleted = await startCommand(['prune', output, '--kind', 'stray', '--delete']);
    expect(deleted.stdout).toContain('deleted 1 file,');
    // The disputed pair has not been decided: only a request deletes it.
    await startCommand(['prune', output, '--delete']);
    expect(await files('.tapehaul/quarantine/**/*.{zip,CHECKSUM}')).toHaveLength(2);
    const rest = await startCommand(['prune', output, '--kind', 'disputed', '--delete']);
    expect(rest.stdout).toContain('deleted 2 files');
    expect(await files('old/**/*.{zip,CHECKSUM}')).toEqual([pair, `${pair}.CHECKSUM`]);
    expect(await files('{mine.zip,notes.txt}')).toEqual(['mine.zip', 'notes.txt']);
    const misspelt = await startCommand(['prune', output, '--kind', 'strey']);
    expect(misspelt.exitCode).toBe(2);
    expect(misspelt.stderr).toContain('stray, unrecorded, replaced, quarantined, disputed');
    await expectAllWhole(14);
    // The newest collection, not the pruning, is what is gone on with.
    simulator.faults.clear();
    expect((await continueRun('retry')).exitCode).toBe(0);
  });

  test('of a directory without a record is refused: all would be stray', async () => {
    await mkdir(output);
    await writeFile(join(output, 'a.zip'), 'x');
    const { exitCode, stderr } = await startCommand(['prune', output, '--delete']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('nothing was collected');
    expect(await files('a.zip')).toHaveLength(1);
  });
});

test('config show prints each value, and with --origin where it comes from', async () => {
  await serve();
  await collect();
  const file = join(directory, 'config.json');
  const { stdout } = await startCommand(['config', 'show', file, '--origin', '--set', 'batch_size=7'], {
    TAPEHAUL_TIMEOUT_SECONDS: '60',
  });
  expect(stdout).toMatch(/batch_size +7 +\S+/);
  expect(stdout).toMatch(/timeout_seconds +60 +.*TAPEHAUL_TIMEOUT_SECONDS/);
  const plain = await startCommand(['config', 'show', file]);
  expect(plain.stdout).not.toContain('default');
});

test('simulate serves an archive to try things out', async () => {
  const child = startCommand(['simulate', '--port', '0', '--rows', '5']);
  const line = await new Promise<string>((resolve) =>
    createInterface({ input: child.stdout }).once('line', resolve),
  );
  const [, url = ''] = /listening on (\S+)/.exec(line) ?? [];
  expect(await (await fetch(`${url}?list-type=2&prefix=data/&delimiter=/`)).text()).toContain('data/spot/');
  child.kill('SIGTERM');
  expect((await child).exitCode).toBe(0);
});

test.each(['bash', 'zsh', 'fish'])('complete prints a script for %s, and words for it', async (shell) => {
  const { stdout, exitCode } = await startCommand(['complete', shell]);
  expect(exitCode).toBe(0);
  expect(stdout).toContain('tapehaul');
  expect((await startCommand(['complete', '--', 'cov'])).stdout).toContain('coverage');
});

test('a misspelled command is answered with the nearest one', async () => {
  const { stderr, exitCode } = await startCommand(['colect']);
  expect(exitCode).toBe(2);
  expect(stderr).toContain('Did you mean collect?');
});

describe('schema', () => {
  test('describes what a run prints, and each run says which version of that it prints', {
    tags: 'heavy',
  }, async () => {
    await serve();
    const { stdout } = await startCommand(['schema', 'output']);
    const schema = JSON.parse(stdout);
    expect(schema.title).toContain('version 1');
    expect(JSON.stringify(schema)).toContain('"completed_with_failures"');
    const run = await startCommand([
      ...['collect', '--market', 'spot', '--symbol', 'BTCUSDT', '--type', 'klines', '--interval', '1h'],
      ...['--from', '2025-07', '--to', '2025-07', '--dir', output, '--json'],
    ]);
    const [first = ''] = run.stdout.split('\n');
    expect(JSON.parse(first)).toEqual({ kind: 'version', tapehaul: '0.1.0', output: 1 });
  });

  test('of a configuration is what init writes', async () => {
    const { stdout } = await startCommand(['schema', 'config']);
    expect(JSON.parse(stdout).title).toBe('tapehaul collection');
    const { stderr, exitCode } = await startCommand(['schema', 'colection']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('config, output');
  });
});

describe('completion offers values', () => {
  const offered = async (...words: string[]) => {
    const { stdout } = await startCommand(['complete', '--', ...words]);
    return stdout.split('\n').map((line) => line.split('\t')[0]);
  };

  test('of markets, types, intervals and settings, also behind a comma', async () => {
    expect(await offered('plan', '--market', 'fut')).toEqual(
      expect.arrayContaining(['futures_um', 'futures_cm']),
    );
    expect(await offered('plan', '--market', 'spot,fut')).toContain('spot,futures_um');
    expect(await offered('collect', '--type', 'kl')).toContain('klines');
    expect(await offered('matrix', '--type', 'fund')).toContain('fundingRate');
    expect(await offered('plan', '--interval', '1')).toEqual(expect.arrayContaining(['1h', '1d', '1mo']));
    expect(await offered('plan', '--set', 'partition')).toContain('partition=daily');
    expect(await offered('logs', '--level', 'w')).toContain('warn');
  });

  test('of runs, series and symbols from the record, and none where there is no record', {
    tags: 'heavy',
  }, async () => {
    expect(await offered('show', '--dir', output, '2')).not.toContain('latest');
    await serve();
    const { result } = await collect();
    expect(await offered('show', '--dir', output, '2')).toContain(result.run_id);
    expect(await offered('resume', '--dir', output, '')).toContain('latest');
    expect(await offered('coverage', '-o', output, '--series', 'spot')).toContain('spot/klines/BTCUSDT/1h');
    expect(await offered('collect', '--dir', output, '--symbol', 'B')).toContain('BTCUSDT');
  });

  test('of paths: directories, and JSON files where a configuration belongs', { tags: 'heavy' }, async () => {
    await mkdir(join(directory, 'market-data'));
    await writeFile(join(directory, 'monthly.json'), '{}');
    await writeFile(join(directory, 'months.txt'), '');
    const at = (word: string) => `${directory}/${word}`;
    expect(await offered('collect', at('m'))).toEqual([at('market-data/'), at('monthly.json'), ':4']);
    expect(await offered('verify', at('m'))).toEqual([at('market-data/'), ':6']);
    expect(await offered('collect', '-o', at('m'))).toEqual([at('market-data/'), ':6']);
    expect(await offered('collect', `--dir=${at('m')}`)).toEqual([at('market-data/'), ':6']);
  });

  test('of every setting, of shells and of commands', { tags: 'heavy' }, async () => {
    expect(await offered('plan', '--set', 'bat')).toEqual(['batch_size=', ':6']);
    expect(await offered('plan', '--set', 'planning=l')).toEqual(['planning=listing', ':4']);
    expect(await offered('plan', '--set', 'source.en')).toContain('source.endpoint=');
    expect(await offered('plan', '--market=spot,futures_u')).toEqual(['spot,futures_um', ':4']);
    expect(await offered('complete', '')).toContain('zsh');
    expect(await offered('help', 'col')).toEqual(['collect', ':4']);
  });

  test('in a bash without the package bash-completion, which splits words at an equals sign', {
    tags: 'heavy',
  }, async () => {
    const script = (await startCommand(['complete', 'bash'])).stdout;
    const typed = async (line: string) => {
      const tapehaul = `tapehaul() { "${process.execPath}" "${command}" "$@"; }`;
      const complete = `COMP_LINE='${line}'; COMP_POINT=\${#COMP_LINE}; __tapehaul_complete; echo "\${COMPREPLY[@]}"`;
      return (await execa('bash', ['--norc', '-c', `${script}\n${tapehaul}\n${complete}`])).stdout;
    };
    expect(await typed('tapehaul plan --set planning=l')).toBe('listing');
    expect(await typed('tapehaul plan --market=spot --type mar')).toBe('markPriceKlines');
    expect(await typed('tapehaul plan --market=sp')).toBe('spot');
    expect(await typed('tapehaul plan --set $(echo BAD)bat')).toBe('');
  });
});
