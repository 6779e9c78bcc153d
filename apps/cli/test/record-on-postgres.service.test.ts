import { type Postgres, startPostgres } from '@tapehaul/testkit/postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { output, request, serve, startCommand } from './collection.ts';

let postgres: Postgres;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres?.close());

/** Runs the command with a record in a database. */
async function run(url: string, ...args: readonly string[]) {
  return startCommand(args, { TAPEHAUL_RECORD_URL: url });
}

describe('the database of a record', () => {
  test('is prepared once; the same again changes nothing', async () => {
    const url = await postgres.createDatabase('prepared');
    const first = await run(url, 'migrate');
    expect(first).toMatchObject({ exitCode: 0, stderr: '' });
    expect(first.stdout).toBe(
      `Prepared the database prepared on 127.0.0.1:${postgres.port}:\n  records     tables created (schema 1)\n  queue       ready`,
    );
    expect((await run(url, 'migrate')).stdout).toContain('  records     up to date (schema 1)');
    const { stdout } = await run(url, 'migrate', '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      kind: 'database',
      record: { from: 1, to: 1 },
      queue: 'ready',
    });
  });

  test('is needed: without one, and with one that is not prepared or not there, a command says what to do', async () => {
    await serve();
    expect(await run('', 'migrate')).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('Set TAPEHAUL_RECORD_URL to its address'),
    });
    const url = await postgres.createDatabase('unprepared');
    const symbols = [
      '--market',
      'spot',
      '--symbol',
      request.symbols[0] ?? '',
      '--type',
      'klines',
      '--interval',
      '1d',
    ];
    const days = ['--from', '2025-07-01', '--to', '2025-07-02', '--dir', output];
    expect(await run(url, 'collect', ...symbols, ...days)).toMatchObject({
      exitCode: 7,
      stderr: expect.stringMatching(/has no records yet\n.*: tapehaul migrate$/),
    });
    expect(await run(url.replace('unprepared', 'unknown'), 'runs', '--dir', output)).toMatchObject({
      exitCode: 7,
      stderr: expect.stringContaining('Create the database, or correct its name in TAPEHAUL_RECORD_URL.'),
    });
  });
});
