import { copyFile, rename, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { someOf } from '@tapehaul/testkit';
import { describe, expect, test } from 'vitest';
import { type Child, lastLine, type Trial, trial } from './slow.ts';

/** Path of the record of a trial. */
const recordOf = ({ output }: Trial): string => join(output, '.tapehaul', 'catalog.db');

/** Resolves once the given number of files of a collection have ended. */
function filesEnded(child: Child, count: number): Promise<void> {
  return new Promise((resolve) => {
    let files = 0;
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.startsWith('{"kind":"file"') && ++files === count) resolve();
    });
  });
}

describe.concurrent('a record that is lost in the middle of a run', () => {
  const LOSSES: [string, (record: string) => Promise<void>][] = [
    ['deleted', (record) => rm(record)],
    [
      'replaced',
      async (record) => {
        await copyFile(record, `${record}.copy`);
        await rename(`${record}.copy`, record);
      },
    ],
    ['deleted with its log', (record) => rm(`${record}-wal`)],
  ];
  test.each(someOf(LOSSES, 3))('%s: the run fails, the files stay', async (_, lose) => {
    await using it = await trial({ latencyMs: 60 });
    const child = it.collect({ max_parallel_downloads: 1 });
    await filesEnded(child, 3);
    await lose(recordOf(it));
    const end = await child;
    expect(lastLine(end)).toMatchObject({
      status: 'failed',
      exit_code: 7,
      error: { code: 'catalog_failed' },
    });
    expect(lastLine(end).error.message).toMatch(/was (deleted|replaced) while this process was using it/);
    expect(end.exitCode).toBe(7);
    expect(await it.run(['verify', it.output])).toMatchObject({ exitCode: 0 });
  });
});

describe.concurrent('a malformed record is named, with the remedy', () => {
  const DAMAGES: [string, (record: string) => Promise<void>][] = [
    ['not a database', (record) => writeFile(record, 'x'.repeat(5_000))],
    [
      'of another program',
      async (record) => {
        await rm(record);
        const database = new DatabaseSync(record);
        database.exec('CREATE TABLE notes (text TEXT)');
        database.close();
      },
    ],
    ['truncated', (record) => truncate(record, 9_000)],
    [
      'of another schema',
      async (record) => {
        const database = new DatabaseSync(record);
        database.exec('DROP VIEW task_list; ALTER TABLE objects RENAME TO things');
        database.close();
      },
    ],
  ];
  test.each(someOf(DAMAGES, 4))('%s', async (_, damage) => {
    await using it = await trial();
    expect((await it.collect({})).exitCode).toBe(0);
    await damage(recordOf(it));
    for (const command of [['runs'], ['coverage'], ['resume']]) {
      const { stderr, exitCode } = await it.run([...command, '--dir', it.output]);
      expect(exitCode).toBe(7);
      expect(stderr).toContain(`the record ${recordOf(it)} is malformed`);
      expect(stderr).toContain(`tapehaul repair ${it.output}`);
    }
  });
});

describe.concurrent('a run of which nothing is left', () => {
  test('is continued with exit status 0 and a sentence', async () => {
    await using it = await trial();
    await it.collect({});
    for (const command of ['resume', 'retry']) {
      const said = await it.run([command, '--dir', it.output]);
      expect(said).toMatchObject({ exitCode: 0, stderr: '' });
      expect(said.stdout).toMatch(/^run \S+ is Completed: nothing .*left.*\n/);
      const result = await it.run([command, '--dir', it.output, '--json']);
      expect(lastLine(result)).toMatchObject({ kind: 'nothing_left', state: 'Completed' });
    }
  });
});

describe.concurrent('a run with a wrong source', () => {
  test('is continued with another, which stays with it; other settings are refused', {
    tags: 'heavy',
  }, async () => {
    await using it = await trial({ latencyMs: 60 });
    const env = { TAPEHAUL_SOURCE_ENDPOINT: 'http://127.0.0.1:9' };
    const first = await it.collect({ planning: 'listing' }, env);
    expect(lastLine(first)).toMatchObject({ status: 'failed', collection_stats: { total_tasks: 0 } });
    const again = ['--dir', it.output];
    const refused = await it.run(['retry', ...again, '--set', 'symbols=ETHUSDT']);
    expect(refused.exitCode).toBe(2);
    expect(refused.stderr).toContain('symbols cannot be changed for a run that was started before');
    const slowly = ['--set', 'max_parallel_downloads=1'];
    const endpoint = `source.endpoint=${it.archive.url}`;
    const stopped = await it.run(
      ['retry', ...again, '--set', endpoint, ...slowly, '--max-transfer', '1K'],
      env,
    );
    expect(stopped.exitCode).toBe(5);
    expect(await it.run(['resume', ...again], env)).toMatchObject({ exitCode: 0 });
  });

  test('and nothing planned does not advise the same again', { tags: 'heavy' }, async () => {
    await using it = await trial();
    const flags = ['--market', 'spot', '--symbol', 'BTCUSDT', '--type', 'klines', '--interval', '1h'];
    const more = [
      '--from',
      '2025-07-01',
      '--to',
      '2025-07-02',
      '--dir',
      it.output,
      '--set',
      'retry_attempts=0',
    ];
    const env = { TAPEHAUL_SOURCE_ENDPOINT: 'http://127.0.0.1:9' };
    const said = await it.run(['collect', ...flags, ...more, '--set', 'planning=listing'], env);
    expect(`${said.stdout}${said.stderr}`).not.toMatch(/next +tapehaul retry/);
  });
});

describe.concurrent('an output directory that cannot be', () => {
  test('is refused at once', { tags: 'heavy' }, async () => {
    await using it = await trial();
    await symlink(join(it.directory, 'nowhere'), join(it.directory, 'dangling'));
    await writeFile(join(it.directory, 'file'), '');
    const CASES: [string, string][] = [
      ['/proc/x/y', 'no directory can be created there'],
      ['/proc/self/x', 'no directory can be created there'],
      ['/sys/x', ''],
      ['/dev/null/x', 'a part of the path is not a directory'],
      [join(it.directory, 'file', 'x'), 'a part of the path is not a directory'],
      [join(it.directory, 'dangling'), 'a symbolic link to something that does not exist'],
    ];
    for (const [path, why] of CASES) {
      const child = it.collect({ output_directory: path });
      const late = setTimeout(() => child.kill('SIGKILL'), 10_000);
      const { exitCode, stdout } = await child;
      clearTimeout(late);
      expect({ path, exitCode }).toEqual({ path, exitCode: 7 });
      expect(lastLine({ stdout }).message).toContain(`the output directory ${path} cannot be used: `);
      expect(lastLine({ stdout }).message).toContain(why);
      const flags = '--market spot --symbol BTCUSDT --type klines --interval 1h --from 2025-07-01';
      const planned = await it.run(['plan', ...flags.split(' '), '--dir', path]);
      expect(planned.exitCode).toBe(0);
      expect(planned.stderr).toContain(`warning  the output directory ${path} cannot be used: `);
      expect(planned.stderr).toContain(why);
    }
  });
});

describe.concurrent('a run that was killed', () => {
  test('shows how long it went', { tags: 'heavy' }, async () => {
    await using it = await trial({ latencyMs: 100 });
    const child = it.collect({ max_parallel_downloads: 1 });
    await filesEnded(child, 6);
    child.kill('SIGKILL');
    await child;
    const shown = await it.run(['runs', '--dir', it.output, '--json']);
    expect(lastLine(shown)).toMatchObject({ state: 'Crashed' });
    expect(lastLine(shown).seconds).toBeGreaterThan(0.1);
  });
});
